using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore.Tests;

// What the template emits, in short; two have a parameter, as a host may write them.
[AttestoEndpoint(OAuthEndpoint.AuthorizationServerMetadata)]
public sealed class AuthorizationServerMetadataController(AuthorizationServerMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.OpenIdConfiguration)]
public sealed class OpenIdConfigurationController(OpenIdConfigurationEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.Jwks)]
public sealed class JwksController(JwksEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.ProtectedResourceMetadata)]
public sealed class ProtectedResourceMetadataController(ProtectedResourceMetadataEndpoint endpoint) : ControllerBase
{
    [HttpGet]
    public Task<IActionResult> Get() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.Authorization)]
public sealed class AuthorizationController(AuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.Token)]
public sealed class TokenController(TokenEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.PushedAuthorization)]
public sealed class PushedAuthorizationController(PushedAuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(OAuthEndpoint.Revocation)]
public sealed class RevocationController(RevocationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

[AttestoEndpoint(OAuthEndpoint.Introspection)]
public sealed class IntrospectionController(IntrospectionEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.UserInfo)]
public sealed class UserInfoController(UserInfoEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.EndSession)]
public sealed class EndSessionController(EndSessionEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.DeviceAuthorization)]
public sealed class DeviceAuthorizationController(DeviceAuthorizationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Post() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

[AttestoEndpoint(OAuthEndpoint.DeviceVerification)]
public sealed class DeviceVerificationController(DeviceVerificationEndpoint endpoint) : ControllerBase
{
    [HttpGet, HttpPost]
    public Task<IActionResult> Handle() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}
