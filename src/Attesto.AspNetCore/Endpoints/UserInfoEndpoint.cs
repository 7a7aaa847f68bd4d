using Attesto.UserInfo;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the UserInfo endpoint (OpenID Connect Core §5.3).</summary>
/// <param name="service">The protocol.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class UserInfoEndpoint(UserInfoService service, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => transport.ExchangeAsync(
        http,
        Endpoint.UserInfo,
        BodyFormat.FormOrNothing,
        request => service.HandleAsync(request, cancellationToken),
        claims => transport.Responses.Ok(Json.Bytes(claims)),
        cancellationToken);
}
