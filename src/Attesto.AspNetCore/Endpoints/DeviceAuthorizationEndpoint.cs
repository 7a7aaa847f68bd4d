using Attesto.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the device authorization endpoint (RFC 8628 §3.1).</summary>
public sealed class DeviceAuthorizationEndpoint
{
    private readonly DeviceAuthorizationService _service;
    private readonly OAuthTransport _transport;

    internal DeviceAuthorizationEndpoint(DeviceAuthorizationService service, OAuthTransport transport) =>
        (_service, _transport) = (service, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => _transport.ExchangeAsync(
        http,
        OAuthEndpoint.DeviceAuthorization,
        BodyFormat.Form,
        request => _service.HandleAsync(request, cancellationToken),
        response => _transport.Responses.Ok(Json.Bytes(response)),
        cancellationToken);
}
