using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>The server's public keys (RFC 7517).</summary>
[AttestoEndpoint(OAuthEndpoint.Jwks)]
public sealed class JwksController(JwksEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
