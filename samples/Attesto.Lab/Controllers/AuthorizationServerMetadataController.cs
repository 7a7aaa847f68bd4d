using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Controllers;

/// <summary>What this server offers, for OAuth clients (RFC 8414).</summary>
[AttestoEndpoint(OAuthEndpoint.AuthorizationServerMetadata)]
public sealed class AuthorizationServerMetadataController(AuthorizationServerMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
