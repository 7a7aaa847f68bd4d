using Attesto.Discovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.AspNetCore;

/// <summary>GET the metadata of a protected resource of this host (RFC 9728 §3).</summary>
public sealed class ProtectedResourceMetadataEndpoint : ServerEndpoint
{
    private readonly DiscoveryService _discovery;

    internal ProtectedResourceMetadataEndpoint(DiscoveryService discovery, EndpointExchange exchange)
        : base(exchange) =>
        _discovery = discovery;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.ProtectedResourceMetadata;

    internal override BodyFormat Body => BodyFormat.None;

    internal override Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken)
    {
        var resourcePath = http.GetRouteValue("resource") is string { Length: > 0 } path ? $"/{path}" : "";
        return Task.FromResult(_discovery.GetProtectedResourceMetadata(resourcePath) is { } document
            ? new EndpointAnswer(OAuthResponses.Document(document, TimeSpan.FromSeconds(3600)))
            : Refuse(http, ProtectedResourceMetadataRoutes.Unknown));
    }
}
