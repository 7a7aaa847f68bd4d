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

/// <summary>Which server protects the API next to it (RFC 9728).</summary>
[AttestoEndpoint(OAuthEndpoint.ProtectedResourceMetadata)]
public sealed class ProtectedResourceMetadataController(ProtectedResourceMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
