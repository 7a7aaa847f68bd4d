using Attesto.Revocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the revocation endpoint (RFC 7009 §2). Success has a body, for clients that insist on JSON.</summary>
/// <param name="service">The protocol.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class RevocationEndpoint(RevocationService service, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => transport.ExchangeAsync(
        http,
        Endpoint.Revocation,
        BodyFormat.Form,
        request => service.HandleAsync(request, cancellationToken),
        _ => transport.Responses.Ok("{}"u8.ToArray()),
        cancellationToken);
}
