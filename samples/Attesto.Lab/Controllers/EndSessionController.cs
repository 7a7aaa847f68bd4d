using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where a client sends a person who wants to sign out (OpenID Connect RP-Initiated Logout). Served while logout is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.EndSession)]
public sealed class EndSessionController(EndSessionEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> End() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
