namespace Attesto.Revocation;

/// <summary>The revocation endpoint (RFC 7009 §2).</summary>
public sealed class RevocationService
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call, until something is revoked.</param>
    /// <returns>Success, or the refusal, with the events of either.</returns>
    public Task<Outcome<RevocationResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<RevocationResponse>>(new OAuthError(ErrorCodes.ServerError));
}
