namespace Attesto.Token;

/// <summary>The token endpoint (RFC 6749 §3.2).</summary>
public sealed class TokenService
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The tokens, or the refusal, with the events of either.</returns>
    public Task<Outcome<TokenResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<TokenResponse>>(new OAuthError(ErrorCodes.ServerError));
}
