using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>Which server protects the API next to it (RFC 9728).</summary>
[AttestoEndpoint(OAuthEndpoint.ProtectedResourceMetadata)]
public sealed class ProtectedResourceMetadataController(ProtectedResourceMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
