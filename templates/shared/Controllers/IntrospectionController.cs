using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>Where resource servers ask about a token (RFC 7662).</summary>
[AttestoEndpoint(OAuthEndpoint.Introspection)]
public sealed class IntrospectionController(IntrospectionEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Introspect(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
