using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>Which server protects the API next to it (RFC 9728).</summary>
[AttestoEndpoint(OAuthEndpoint.ProtectedResourceMetadata)]
public sealed class ProtectedResourceMetadataController(ProtectedResourceMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
