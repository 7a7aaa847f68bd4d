using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;

namespace Attesto.Discovery;

/// <summary>What this server says about itself. Every member follows from what is registered and configured, so documents cannot drift from behaviour.</summary>
internal sealed class DiscoveryService
{
    private readonly ServerMetadata _metadata;
    private readonly IKeystore _keys;
    private readonly ProtectedResources _resources;

    internal DiscoveryService(ServerMetadata metadata, ProtectedResources resources, IKeystore keys) =>
        (_metadata, _resources, _keys) = (metadata, resources, keys);

    /// <summary>The metadata document of RFC 8414 §2.</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The document.</returns>
    public async ValueTask<JsonObject> GetAuthorizationServerMetadataAsync(CancellationToken cancellationToken) =>
        _metadata.Write(await GetAlgorithmsAsync(cancellationToken));

    /// <summary>The metadata document of OpenID Connect Discovery §3: the same members, and those of OpenID Connect.</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The document.</returns>
    public async ValueTask<JsonObject> GetOpenIdConfigurationAsync(CancellationToken cancellationToken)
    {
        var algorithms = await GetAlgorithmsAsync(cancellationToken);
        return _metadata.AddOpenId(_metadata.Write(algorithms, openId: true), algorithms);
    }

    /// <summary>The server's public keys (RFC 7517 §5).</summary>
    /// <param name="cancellationToken">Cancels a remote keystore's call.</param>
    /// <returns>The JWK Set.</returns>
    public async ValueTask<JsonObject> GetJwksAsync(CancellationToken cancellationToken)
    {
        var keys = await _keys.GetVerificationKeysAsync(cancellationToken);
        var json = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(json))
        {
            JsonWebKeyWriter.WriteSet(writer, keys);
        }

        return JsonNode.Parse(json.WrittenSpan)!.AsObject();
    }

    /// <summary>The metadata of a protected resource (RFC 9728 §3).</summary>
    /// <param name="resourcePath">What follows the well-known path in the request: empty, or the resource's path with its leading slash.</param>
    /// <returns>The document, or null if this server knows no such resource.</returns>
    public JsonObject? GetProtectedResourceMetadata(string resourcePath) => _resources.Find(resourcePath);

    private async ValueTask<ImmutableArray<string>> GetAlgorithmsAsync(CancellationToken cancellationToken) =>
        [.. (await _keys.GetVerificationKeysAsync(cancellationToken)).Select(JoseAlgorithms.Of).OfType<string>().Distinct(StringComparer.Ordinal)];
}
