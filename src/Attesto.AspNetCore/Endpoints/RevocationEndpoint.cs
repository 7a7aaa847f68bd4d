using Attesto.Revocation;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>POST the revocation endpoint (RFC 7009 §2).</summary>
public sealed class RevocationEndpoint : ServerEndpoint
{
    private readonly RevocationService _service;

    internal RevocationEndpoint(RevocationService service, EndpointExchange exchange)
        : base(exchange) =>
        _service = service;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.Revocation;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        Answer(http, await _service.HandleAsync(request, cancellationToken), _ => Responses.Ok("{}"u8.ToArray()));
}
