using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Endpoint = Attesto.Discovery.Endpoint;

namespace Attesto.Lab.Controllers;

/// <summary>What this server offers, for OAuth clients (RFC 8414).</summary>
[AttestoEndpoint(Endpoint.AuthorizationServerMetadata)]
public sealed class AuthorizationServerMetadataController(AuthorizationServerMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
