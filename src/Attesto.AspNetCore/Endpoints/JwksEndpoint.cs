using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET the server's public keys (RFC 7517 §5).</summary>
public sealed class JwksEndpoint
{
    private readonly DiscoveryService _discovery;
    private readonly OAuthTransport _transport;

    internal JwksEndpoint(DiscoveryService discovery, OAuthTransport transport) =>
        (_discovery, _transport) = (discovery, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        await _transport.OpenToOriginsAsync(http, OAuthEndpoint.Jwks, cancellationToken);
        return OAuthResponses.Document(await _discovery.GetJwksAsync(cancellationToken), TimeSpan.FromSeconds(600), "application/jwk-set+json");
    }
}
