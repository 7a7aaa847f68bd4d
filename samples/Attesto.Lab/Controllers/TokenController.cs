using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where clients get their tokens (RFC 6749 §3.2).</summary>
[AttestoEndpoint(OAuthEndpoint.Token)]
public sealed class TokenController(TokenEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Issue() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
