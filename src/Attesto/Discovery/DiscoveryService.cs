using System.Collections.Immutable;
using Attesto.Jose;
using Attesto.Services;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Discovery;

/// <summary>What this server says about itself. Every member follows from what is registered and configured, so documents cannot drift from behaviour.</summary>
internal sealed class DiscoveryService
{
    private readonly OnDemand<ServerMetadata> _metadata;
    private readonly IKeystore _keys;
    private readonly ProtectedResources _resources;
    private readonly PublicDocuments _documents;

    internal DiscoveryService(OnDemand<ServerMetadata> metadata, ProtectedResources resources, IKeystore keys, PublicDocuments documents) =>
        (_metadata, _resources, _keys, _documents) = (metadata, resources, keys, documents);

    /// <summary>The metadata document of RFC 8414 §2.</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The document.</returns>
    public ValueTask<PublicDocument> GetAuthorizationServerMetadataAsync(CancellationToken cancellationToken) => GetAsync(
        OAuthEndpoint.AuthorizationServerMetadata,
        keys => PublicDocument.Of(_metadata.Value.Write(AlgorithmsOf(keys))),
        cancellationToken);

    /// <summary>The metadata document of OpenID Connect Discovery §3: the same members, and those of OpenID Connect.</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The document.</returns>
    public ValueTask<PublicDocument> GetOpenIdConfigurationAsync(CancellationToken cancellationToken) => GetAsync(
        OAuthEndpoint.OpenIdConfiguration,
        keys =>
        {
            var (metadata, algorithms) = (_metadata.Value, AlgorithmsOf(keys));
            return PublicDocument.Of(metadata.AddOpenId(metadata.Write(algorithms, openId: true), algorithms));
        },
        cancellationToken);

    /// <summary>The server's public keys (RFC 7517 §5).</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The JWK Set.</returns>
    public ValueTask<PublicDocument> GetJwksAsync(CancellationToken cancellationToken) =>
        GetAsync(OAuthEndpoint.Jwks, static keys => PublicDocument.Of(writer => JsonWebKeyWriter.WriteSet(writer, keys)), cancellationToken);

    /// <summary>The metadata of a protected resource (RFC 9728 §3).</summary>
    /// <param name="resourcePath">What follows the well-known path in the request: empty, or the resource's path with its leading slash.</param>
    /// <returns>The document, or null if this server knows no such resource.</returns>
    public PublicDocument? GetProtectedResourceMetadata(string resourcePath) => _resources.FindWritten(resourcePath);

    private async ValueTask<PublicDocument> GetAsync(
        OAuthEndpoint endpoint, Func<ImmutableArray<JsonWebKey>, PublicDocument> write, CancellationToken cancellationToken)
    {
        var keys = await _keys.GetVerificationKeysAsync(cancellationToken);
        return _documents.Get(endpoint, keys, () => write(keys));
    }

    private static ImmutableArray<string> AlgorithmsOf(ImmutableArray<JsonWebKey> keys) =>
        [.. keys.Select(JoseAlgorithms.Of).OfType<string>().Distinct(StringComparer.Ordinal)];
}
