using System.Text;
using Attesto.Introspection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the introspection endpoint (RFC 7662 §2), answered in JSON or signed (RFC 9701 §5).</summary>
/// <param name="service">The protocol.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class IntrospectionEndpoint(IntrospectionService service, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => transport.ExchangeAsync(
        http,
        Endpoint.Introspection,
        BodyFormat.Form,
        request => service.HandleAsync(request, cancellationToken),
        response => response.Jwt is { } jwt
            ? transport.Responses.Ok(Encoding.ASCII.GetBytes(jwt), mediaType: "application/token-introspection+jwt")
            : transport.Responses.Ok(Json.Bytes(response.Body)),
        cancellationToken);
}
