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

/// <summary>Where resource servers ask about a token (RFC 7662).</summary>
[AttestoEndpoint(OAuthEndpoint.Introspection)]
public sealed class IntrospectionController(IntrospectionEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Introspect() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
