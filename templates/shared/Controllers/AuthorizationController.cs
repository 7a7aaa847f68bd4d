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

/// <summary>Where a person lets a client act for them (RFC 6749 §3.1). Who they are and whether they agree: SignInPolicy and ConsentPolicy.</summary>
[AttestoEndpoint(OAuthEndpoint.Authorization)]
public sealed class AuthorizationController(AuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Authorize() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
