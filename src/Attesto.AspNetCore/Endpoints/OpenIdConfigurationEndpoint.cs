using Attesto.Discovery;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET the OpenID provider's configuration (OpenID Connect Discovery §4).</summary>
public sealed class OpenIdConfigurationEndpoint : ServerEndpoint
{
    private readonly DiscoveryService _discovery;

    internal OpenIdConfigurationEndpoint(DiscoveryService discovery, EndpointExchange exchange)
        : base(exchange) =>
        _discovery = discovery;

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.OpenIdConfiguration;

    internal override BodyFormat Body => BodyFormat.None;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken) =>
        new(OAuthResponses.Document(await _discovery.GetOpenIdConfigurationAsync(cancellationToken), TimeSpan.FromSeconds(3600)));
}
