using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>The server's public keys (RFC 7517).</summary>
[AttestoEndpoint(OAuthEndpoint.Jwks)]
public sealed class JwksController(JwksEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
