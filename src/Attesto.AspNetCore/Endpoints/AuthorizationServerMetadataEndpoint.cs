using Attesto.Discovery;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET the authorization server's metadata (RFC 8414 §3).</summary>
public sealed class AuthorizationServerMetadataEndpoint : ServerEndpoint
{
    private readonly DiscoveryService _discovery;

    internal AuthorizationServerMetadataEndpoint(DiscoveryService discovery, EndpointExchange exchange)
        : base(exchange) =>
        _discovery = discovery;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.AuthorizationServerMetadata;

    internal override BodyFormat Body => BodyFormat.None;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        new(OAuthResponses.Document(await _discovery.GetAuthorizationServerMetadataAsync(cancellationToken), TimeSpan.FromSeconds(3600)));
}
