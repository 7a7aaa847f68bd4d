using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where clients register themselves (RFC 7591) and care for their registration (RFC 7592). Served while registration is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.Registration)]
public sealed class RegistrationController(RegistrationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Register() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);

    [HttpGet("{clientId}"), HttpPut("{clientId}"), HttpDelete("{clientId}")]
    public Task<IActionResult> Configure() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
