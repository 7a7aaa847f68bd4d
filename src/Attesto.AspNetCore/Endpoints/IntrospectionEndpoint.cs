using System.Text;
using Attesto.Introspection;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>POST the introspection endpoint (RFC 7662 §2), answered in JSON or signed (RFC 9701 §5).</summary>
public sealed class IntrospectionEndpoint : ServerEndpoint
{
    private readonly IntrospectionService _service;

    internal IntrospectionEndpoint(IntrospectionService service, EndpointExchange exchange)
        : base(exchange) =>
        _service = service;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.Introspection;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        Answer(http, await _service.HandleAsync(request, cancellationToken), response => response.Jwt is { } jwt
            ? Responses.Ok(Encoding.ASCII.GetBytes(jwt), mediaType: "application/token-introspection+jwt")
            : Responses.Ok(Json.Bytes(response.Body)));
}
