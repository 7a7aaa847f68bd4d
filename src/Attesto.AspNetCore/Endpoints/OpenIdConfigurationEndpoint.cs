using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET the OpenID provider's configuration (OpenID Connect Discovery §4).</summary>
public sealed class OpenIdConfigurationEndpoint
{
    private readonly DiscoveryService _discovery;
    private readonly OAuthTransport _transport;

    internal OpenIdConfigurationEndpoint(DiscoveryService discovery, OAuthTransport transport) =>
        (_discovery, _transport) = (discovery, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        await _transport.OpenToOriginsAsync(http, OAuthEndpoint.OpenIdConfiguration, cancellationToken);
        return OAuthResponses.Document(await _discovery.GetOpenIdConfigurationAsync(cancellationToken), TimeSpan.FromSeconds(3600));
    }
}
