using Attesto.Authorize;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>POST the pushed authorization request endpoint (RFC 9126 §2).</summary>
public sealed class PushedAuthorizationEndpoint : ServerEndpoint
{
    private readonly PushedAuthorizationService _service;

    internal PushedAuthorizationEndpoint(PushedAuthorizationService service, EndpointExchange exchange)
        : base(exchange) =>
        _service = service;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.PushedAuthorization;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        Answer(http, await _service.HandleAsync(request, cancellationToken), response => Responses.Ok(Json.Bytes(response), StatusCodes.Status201Created));

    internal override void Deny(OAuthRequest request, OAuthError error) =>
        Publish([AuthorizationEvents.Failed(request.Parameters[Parameters.ClientId], error, request)]);
}
