using System.Text;
using Attesto.UserInfo;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the UserInfo endpoint (OpenID Connect Core §5.3), answered in JSON or signed (§5.3.2).</summary>
public sealed class UserInfoEndpoint
{
    private readonly UserInfoService _service;
    private readonly OAuthTransport _transport;

    internal UserInfoEndpoint(UserInfoService service, OAuthTransport transport) =>
        (_service, _transport) = (service, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => _transport.ExchangeAsync(
        http,
        OAuthEndpoint.UserInfo,
        BodyFormat.FormOrNothing,
        request => _service.HandleAsync(request, cancellationToken),
        response => response.Jwt is { } jwt
            ? _transport.Responses.Ok(Encoding.ASCII.GetBytes(jwt), mediaType: "application/jwt")
            : _transport.Responses.Ok(Json.Bytes(response.Claims)),
        cancellationToken);
}
