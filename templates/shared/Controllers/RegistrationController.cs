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

/// <summary>Where clients register themselves (RFC 7591) and care for their registration (RFC 7592). Served while registration is switched on.</summary>
[AttestoEndpoint(OAuthEndpoint.Registration)]
public sealed class RegistrationController(RegistrationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Register() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);

    [HttpGet("{clientId}"), HttpPut("{clientId}"), HttpDelete("{clientId}")]
    public Task<IActionResult> Configure() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
