using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>What a client may know about the person (OpenID Connect Core §5.3).</summary>
[AttestoEndpoint(OAuthEndpoint.UserInfo)]
public sealed class UserInfoController(UserInfoEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
