using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where resource servers ask about a token (RFC 7662).</summary>
[AttestoEndpoint(OAuthEndpoint.Introspection)]
public sealed class IntrospectionController(IntrospectionEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Introspect() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
