using Attesto.Issuing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the token endpoint (RFC 6749 §3.2).</summary>
public sealed class TokenEndpoint
{
    private readonly TokenService _service;
    private readonly OAuthTransport _transport;

    internal TokenEndpoint(TokenService service, OAuthTransport transport) =>
        (_service, _transport) = (service, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => _transport.ExchangeAsync(
        http,
        OAuthEndpoint.Token,
        BodyFormat.FormOrJson,
        request => _service.HandleAsync(request, cancellationToken),
        response => _transport.Responses.Ok(Json.Bytes(response)),
        cancellationToken);
}
