using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where clients give tokens back (RFC 7009).</summary>
[AttestoEndpoint(OAuthEndpoint.Revocation)]
public sealed class RevocationController(RevocationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Revoke() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
