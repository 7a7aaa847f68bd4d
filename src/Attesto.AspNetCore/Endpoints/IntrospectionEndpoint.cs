using System.Text;
using Attesto.Introspection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the introspection endpoint (RFC 7662 §2), answered in JSON or signed (RFC 9701 §5).</summary>
public sealed class IntrospectionEndpoint
{
    private readonly IntrospectionService _service;
    private readonly OAuthTransport _transport;

    internal IntrospectionEndpoint(IntrospectionService service, OAuthTransport transport) =>
        (_service, _transport) = (service, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => _transport.ExchangeAsync(
        http,
        OAuthEndpoint.Introspection,
        BodyFormat.Form,
        request => _service.HandleAsync(request, cancellationToken),
        response => response.Jwt is { } jwt
            ? _transport.Responses.Ok(Encoding.ASCII.GetBytes(jwt), mediaType: "application/token-introspection+jwt")
            : _transport.Responses.Ok(Json.Bytes(response.Body)),
        cancellationToken);
}
