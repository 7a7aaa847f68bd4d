using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Where a device without a browser begins (RFC 8628 §3.1). Served while the device grant is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.DeviceAuthorization)]
public sealed class DeviceAuthorizationController(DeviceAuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Begin() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
