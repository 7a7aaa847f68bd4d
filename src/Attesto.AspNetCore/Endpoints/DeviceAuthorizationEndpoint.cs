using Attesto.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the device authorization endpoint (RFC 8628 §3.1).</summary>
/// <param name="service">The protocol.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class DeviceAuthorizationEndpoint(DeviceAuthorizationService service, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => transport.ExchangeAsync(
        http,
        Endpoint.DeviceAuthorization,
        BodyFormat.Form,
        request => service.HandleAsync(request, cancellationToken),
        response => transport.Responses.Ok(Json.Bytes(response)),
        cancellationToken);
}
