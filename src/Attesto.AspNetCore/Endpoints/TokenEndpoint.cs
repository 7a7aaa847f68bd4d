using Attesto.Issuing;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>POST the token endpoint (RFC 6749 §3.2).</summary>
public sealed class TokenEndpoint : ServerEndpoint
{
    private readonly TokenService _service;

    internal TokenEndpoint(TokenService service, EndpointExchange exchange)
        : base(exchange) =>
        _service = service;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.Token;

    internal override BodyFormat Body => BodyFormat.FormOrJson;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        Answer(http, await _service.HandleAsync(request, cancellationToken), response => Responses.Ok(Json.Bytes(response)));

    internal override void Deny(OAuthRequest request, OAuthError error) => Publish([_service.Denied(request, error)]);
}
