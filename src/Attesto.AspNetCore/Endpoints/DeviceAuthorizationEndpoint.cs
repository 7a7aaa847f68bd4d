using Attesto.Grants;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>POST the device authorization endpoint (RFC 8628 §3.1).</summary>
public sealed class DeviceAuthorizationEndpoint : ServerEndpoint
{
    private readonly DeviceAuthorizationService _service;

    internal DeviceAuthorizationEndpoint(DeviceAuthorizationService service, EndpointExchange exchange)
        : base(exchange) =>
        _service = service;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.DeviceAuthorization;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        Answer(http, await _service.HandleAsync(request, cancellationToken), response => Responses.Ok(Json.Bytes(response)));
}
