using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Endpoint = Attesto.Discovery.Endpoint;

namespace Attesto.Lab.Controllers;

/// <summary>Which server protects the API next to it (RFC 9728).</summary>
[AttestoEndpoint(Endpoint.ProtectedResourceMetadata)]
public sealed class ProtectedResourceMetadataController(ProtectedResourceMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
