using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>What this server offers, for OpenID Connect clients (OpenID Connect Discovery §4).</summary>
[AttestoEndpoint(OAuthEndpoint.OpenIdConfiguration)]
public sealed class OpenIdConfigurationController(OpenIdConfigurationEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
