#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>Where a person enters the code that a device shows (RFC 8628 §3.3). Served while the device grant is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.DeviceVerification)]
public sealed class DeviceVerificationController(DeviceVerificationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Verify() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
