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

/// <summary>Where clients get their tokens (RFC 6749 §3.2).</summary>
[AttestoEndpoint(OAuthEndpoint.Token)]
public sealed class TokenController(TokenEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Issue() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
