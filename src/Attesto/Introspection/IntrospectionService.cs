namespace Attesto.Introspection;

/// <summary>The introspection endpoint (RFC 7662 §2, RFC 9701).</summary>
public sealed class IntrospectionService
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the token is worth, or the refusal.</returns>
    public Task<Outcome<IntrospectionResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<IntrospectionResponse>>(new OAuthError(ErrorCodes.ServerError));
}
