using System.Text.Json.Nodes;

namespace Attesto.Registration;

/// <summary>A registered client's own view of its registration (RFC 7592 §2).</summary>
public sealed class ClientConfigurationService
{
    /// <summary>Reads the registration (RFC 7592 §2.1).</summary>
    /// <param name="request">The request, with the registration access token.</param>
    /// <param name="clientId">The <c>client_id</c> in the request's path.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client information response.</returns>
    public Task<Outcome<JsonObject>> ReadAsync(OAuthRequest request, string clientId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Replaces the registration (RFC 7592 §2.2).</summary>
    /// <param name="request">The request, with the registration access token.</param>
    /// <param name="clientId">The <c>client_id</c> in the request's path.</param>
    /// <param name="body">The request's body: a JSON object.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The client information response.</returns>
    public Task<Outcome<JsonObject>> UpdateAsync(OAuthRequest request, string clientId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Ends the registration (RFC 7592 §2.3).</summary>
    /// <param name="request">The request, with the registration access token.</param>
    /// <param name="clientId">The <c>client_id</c> in the request's path.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>What was removed, to be answered with 204 and no body.</returns>
    public Task<Outcome<ClientRemoval>> RemoveAsync(OAuthRequest request, string clientId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>A registration that has ended.</summary>
/// <param name="ClientId">Whose it was.</param>
public sealed record ClientRemoval(string ClientId);
