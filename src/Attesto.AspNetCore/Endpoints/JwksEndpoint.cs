using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET the server's public keys (RFC 7517 §5).</summary>
/// <param name="discovery">What this server says about itself.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class JwksEndpoint(DiscoveryService discovery, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        await transport.OpenToOriginsAsync(http, Endpoint.Jwks, cancellationToken);
        return OAuthResponses.Document(await discovery.GetJwksAsync(cancellationToken), TimeSpan.FromSeconds(600), "application/jwk-set+json");
    }
}
