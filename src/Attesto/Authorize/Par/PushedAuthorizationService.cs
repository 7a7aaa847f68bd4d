namespace Attesto.Authorize;

/// <summary>The pushed authorization request endpoint (RFC 9126 §2).</summary>
public sealed class PushedAuthorizationService
{
    /// <summary>Validates a request in full and keeps it for the browser to refer to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reference, or the refusal.</returns>
    public Task<Outcome<PushedAuthorizationResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>A successful push (RFC 9126 §2.2); status 201.</summary>
/// <param name="RequestUri">The single-use reference.</param>
/// <param name="ExpiresIn">Its lifetime in seconds.</param>
public sealed record PushedAuthorizationResponse(string RequestUri, int ExpiresIn);
