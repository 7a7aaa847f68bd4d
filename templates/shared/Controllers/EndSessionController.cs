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

/// <summary>Where a client sends a person who wants to sign out (OpenID Connect RP-Initiated Logout). Served while logout is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.EndSession)]
public sealed class EndSessionController(EndSessionEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> End() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
