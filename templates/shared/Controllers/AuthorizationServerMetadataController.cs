using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>What this server offers, for OAuth clients (RFC 8414).</summary>
[AttestoEndpoint(OAuthEndpoint.AuthorizationServerMetadata)]
public sealed class AuthorizationServerMetadataController(AuthorizationServerMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
