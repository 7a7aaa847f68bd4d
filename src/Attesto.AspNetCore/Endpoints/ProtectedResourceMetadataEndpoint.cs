using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Attesto.AspNetCore;

/// <summary>GET the metadata of a protected resource of this host (RFC 9728 §3).</summary>
public sealed class ProtectedResourceMetadataEndpoint
{
    private readonly DiscoveryService _discovery;
    private readonly OAuthTransport _transport;

    internal ProtectedResourceMetadataEndpoint(DiscoveryService discovery, OAuthTransport transport) =>
        (_discovery, _transport) = (discovery, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        await _transport.OpenToOriginsAsync(http, OAuthEndpoint.ProtectedResourceMetadata, cancellationToken);
        var resourcePath = http.GetRouteValue("resource") is string { Length: > 0 } path ? $"/{path}" : "";
        return _discovery.GetProtectedResourceMetadata(resourcePath) is { } document
            ? OAuthResponses.Document(document, TimeSpan.FromSeconds(3600))
            : _transport.Responses.Error(http, new OAuthError("not_found", "this server protects no such resource", StatusCodes.Status404NotFound));
    }
}
