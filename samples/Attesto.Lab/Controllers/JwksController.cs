using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Endpoint = Attesto.Discovery.Endpoint;

namespace Attesto.Lab.Controllers;

/// <summary>The server's public keys (RFC 7517).</summary>
[AttestoEndpoint(Endpoint.Jwks)]
public sealed class JwksController(JwksEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
