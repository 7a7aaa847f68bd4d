using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where a person enters the code that a device shows (RFC 8628 §3.3). Served while the device grant is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.DeviceVerification)]
public sealed class DeviceVerificationController(DeviceVerificationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Verify() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
