using Microsoft.AspNetCore.Mvc;
using Endpoint = Attesto.Discovery.Endpoint;

namespace Attesto.AspNetCore.Tests;

// What the template emits, in short.
[AttestoEndpoint(Endpoint.AuthorizationServerMetadata)]
public sealed class AuthorizationServerMetadataController(AuthorizationServerMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.OpenIdConfiguration)]
public sealed class OpenIdConfigurationController(OpenIdConfigurationEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.Jwks)]
public sealed class JwksController(JwksEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.ProtectedResourceMetadata)]
public sealed class ProtectedResourceMetadataController(ProtectedResourceMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.Authorization)]
public sealed class AuthorizationController(AuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.Token)]
public sealed class TokenController(TokenEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.PushedAuthorization)]
public sealed class PushedAuthorizationController(PushedAuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.Revocation)]
public sealed class RevocationController(RevocationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.Introspection)]
public sealed class IntrospectionController(IntrospectionEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.UserInfo)]
public sealed class UserInfoController(UserInfoEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.EndSession)]
public sealed class EndSessionController(EndSessionEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.DeviceAuthorization)]
public sealed class DeviceAuthorizationController(DeviceAuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(Endpoint.DeviceVerification)]
public sealed class DeviceVerificationController(DeviceVerificationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}
