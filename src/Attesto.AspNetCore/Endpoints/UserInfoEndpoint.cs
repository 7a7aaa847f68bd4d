using System.Text;
using Attesto.ResourceServer;
using Attesto.UserInfo;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the UserInfo endpoint (OpenID Connect Core §5.3), answered in JSON or signed (§5.3.2).</summary>
public sealed class UserInfoEndpoint : ServerEndpoint
{
    private readonly UserInfoService _service;

    internal UserInfoEndpoint(UserInfoService service, EndpointExchange exchange)
        : base(exchange) =>
        _service = service;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.UserInfo;

    internal override BodyFormat Body => BodyFormat.FormOrNothing;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        Answer(http, await _service.HandleAsync(request, cancellationToken), response => response.Jwt is { } jwt
            ? Responses.Ok(Encoding.ASCII.GetBytes(jwt), mediaType: "application/jwt")
            : Responses.Ok(Json.Bytes(response.Claims)));

    internal override void Deny(OAuthRequest request, OAuthError error) => Publish([AccessTokenAuthenticator.Denied(request, error)]);
}
