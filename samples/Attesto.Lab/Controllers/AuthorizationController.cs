using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where a person lets a client act for them (RFC 6749 §3.1). Who they are and whether they agree: SignInPolicy and ConsentPolicy.</summary>
[AttestoEndpoint(OAuthEndpoint.Authorization)]
public sealed class AuthorizationController(AuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Authorize() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
