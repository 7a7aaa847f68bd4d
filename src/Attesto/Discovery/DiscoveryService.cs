using System.Text.Json.Nodes;

namespace Attesto.Discovery;

/// <summary>What this server says about itself. Every member follows from what is registered and configured, so documents cannot drift from behaviour.</summary>
public sealed class DiscoveryService(EndpointUrls urls)
{
    /// <summary>The metadata document of RFC 8414 §2.</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The document.</returns>
    public ValueTask<JsonObject> GetAuthorizationServerMetadataAsync(CancellationToken cancellationToken) => throw new NotSupportedException(urls.Issuer);

    /// <summary>The metadata document of OpenID Connect Discovery §3.</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The document.</returns>
    public ValueTask<JsonObject> GetOpenIdConfigurationAsync(CancellationToken cancellationToken) => throw new NotSupportedException(urls.Issuer);

    /// <summary>The server's public keys (RFC 7517 §5).</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The JWK Set.</returns>
    public ValueTask<JsonObject> GetJwksAsync(CancellationToken cancellationToken) => throw new NotSupportedException(urls.Issuer);

    /// <summary>The metadata of a protected resource (RFC 9728 §3).</summary>
    /// <param name="resourcePath">What follows the well-known path in the request: empty, or the resource's path with its leading slash.</param>
    /// <returns>The document, or null if this server knows no such resource.</returns>
    public JsonObject? GetProtectedResourceMetadata(string resourcePath) => throw new NotSupportedException(urls.Issuer + resourcePath);
}
