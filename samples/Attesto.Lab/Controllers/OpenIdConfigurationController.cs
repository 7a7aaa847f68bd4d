using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Endpoint = Attesto.Discovery.Endpoint;

namespace Attesto.Lab.Controllers;

/// <summary>What this server offers, for OpenID Connect clients (OpenID Connect Discovery §4).</summary>
[AttestoEndpoint(Endpoint.OpenIdConfiguration)]
public sealed class OpenIdConfigurationController(OpenIdConfigurationEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
