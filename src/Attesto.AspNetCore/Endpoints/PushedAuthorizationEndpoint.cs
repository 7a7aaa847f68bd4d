using Attesto.Authorize;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the pushed authorization request endpoint (RFC 9126 §2).</summary>
public sealed class PushedAuthorizationEndpoint
{
    private readonly PushedAuthorizationService _service;
    private readonly OAuthTransport _transport;

    internal PushedAuthorizationEndpoint(PushedAuthorizationService service, OAuthTransport transport) =>
        (_service, _transport) = (service, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => _transport.ExchangeAsync(
        http,
        OAuthEndpoint.PushedAuthorization,
        BodyFormat.Form,
        request => _service.HandleAsync(request, cancellationToken),
        response => _transport.Responses.Ok(Json.Bytes(response), StatusCodes.Status201Created),
        cancellationToken);
}
