namespace Attesto.Clients;

/// <summary>Proves who a client is (RFC 6749 §2.3), by whatever method it used.</summary>
public sealed class ClientAuthenticator
{
    /// <summary>Authenticates the client of a request. Every failure looks the same from outside.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowPublic">True if a public client may pass with its <c>client_id</c> alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or <c>invalid_client</c>; <c>invalid_request</c> if it used several methods at once.</returns>
    public Task<Result<AuthenticatedClient>> AuthenticateAsync(OAuthRequest request, bool allowPublic, CancellationToken cancellationToken) =>
        Task.FromResult<Result<AuthenticatedClient>>(new OAuthError(ErrorCodes.InvalidClient));
}
