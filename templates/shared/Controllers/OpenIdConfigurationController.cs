using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>What this server offers, for OpenID Connect clients (OpenID Connect Discovery §4).</summary>
[AttestoEndpoint(OAuthEndpoint.OpenIdConfiguration)]
public sealed class OpenIdConfigurationController(OpenIdConfigurationEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
