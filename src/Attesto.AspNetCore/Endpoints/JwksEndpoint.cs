using Attesto.Discovery;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET the server's public keys (RFC 7517 §5).</summary>
public sealed class JwksEndpoint : ServerEndpoint
{
    private readonly DiscoveryService _discovery;

    internal JwksEndpoint(DiscoveryService discovery, EndpointExchange exchange)
        : base(exchange) =>
        _discovery = discovery;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.Jwks;

    internal override BodyFormat Body => BodyFormat.None;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        new(OAuthResponses.Document(await _discovery.GetJwksAsync(cancellationToken), TimeSpan.FromSeconds(600), "application/jwk-set+json"));
}
