#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>What this server offers, for OpenID Connect clients (OpenID Connect Discovery §4).</summary>
[AttestoEndpoint(OAuthEndpoint.OpenIdConfiguration)]
public sealed class OpenIdConfigurationController(OpenIdConfigurationEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
