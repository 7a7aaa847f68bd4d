using Attesto.Revocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the revocation endpoint (RFC 7009 §2). Success has a body, for clients that insist on JSON.</summary>
public sealed class RevocationEndpoint
{
    private readonly RevocationService _service;
    private readonly OAuthTransport _transport;

    internal RevocationEndpoint(RevocationService service, OAuthTransport transport) =>
        (_service, _transport) = (service, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) => _transport.ExchangeAsync(
        http,
        OAuthEndpoint.Revocation,
        BodyFormat.Form,
        request => _service.HandleAsync(request, cancellationToken),
        _ => _transport.Responses.Ok("{}"u8.ToArray()),
        cancellationToken);
}
