using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where clients leave an authorization request before they send the browser (RFC 9126).</summary>
[AttestoEndpoint(OAuthEndpoint.PushedAuthorization)]
public sealed class PushedAuthorizationController(PushedAuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Push() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
