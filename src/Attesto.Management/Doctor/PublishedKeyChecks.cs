using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary>The keys that a running server publishes.</summary>
internal static class PublishedKeyChecks
{
    // RFC 7518 §6.2.2, §6.3.2, §6.4.1.
    private static readonly string[] SecretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private static readonly ServerCheck Published = new(
        "live.keys", CheckSeverity.Error, "RFC 7517 §5", "The keys are published.", "Let the jwks_uri pass the proxy; see whether a key signs: keys list.");

    private static readonly ServerCheck Private = new(
        "live.keys-private", CheckSeverity.Error, "RFC 7517 §9.2", "What is published is public.", "Rotate at once, and retire the key: keys rotate --now.");

    private static readonly ServerCheck KeyIds = new(
        "live.keys-kid", CheckSeverity.Error, "RFC 7517 §4.5", "Each key has a kid of its own.", "Give each its own, such as its thumbprint (RFC 7638).");

    private static readonly ServerCheck Algorithms = new(
        "live.keys-algorithms",
        CheckSeverity.Error,
        "OpenID Connect Discovery §3",
        "Each algorithm of ID tokens has a key.",
        "See whether all nodes have the same keys, and whether a cache before them is old.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Published, Private, KeyIds, Algorithms];

    /// <summary>What is wrong with them.</summary>
    public static async Task<IEnumerable<Finding>> FindAsync(ServerView server, JsonObject metadata, CancellationToken cancellationToken)
    {
        var url = MetadataChecks.Text(metadata, "jwks_uri");
        var keys = url is not null && (await server.ReadAsync(url, cancellationToken))?["keys"] is JsonArray list ? list.OfType<JsonObject>().ToList() : [];
        return keys.Count == 0 ? [Published.Found($"{url ?? "jwks_uri"} has no key")] : Find(keys, metadata);
    }

    private static IEnumerable<Finding> Find(List<JsonObject> keys, JsonObject metadata)
    {
        foreach (var key in keys.Where(key => SecretMembers.Any(key.ContainsKey)))
        {
            yield return Private.Found($"The key \"{MetadataChecks.Text(key, "kid")}\" is published with its private part");
        }

        foreach (var same in keys.GroupBy(key => MetadataChecks.Text(key, "kid"), StringComparer.Ordinal).Where(same => same.Key is null || same.Count() > 1))
        {
            yield return KeyIds.Found(same.Key is null ? "A key has no kid" : $"Several keys have the kid \"{same.Key}\"");
        }

        var algorithms = keys.Select(key => MetadataChecks.Text(key, "alg"));
        foreach (var algorithm in MetadataChecks.List(metadata, "id_token_signing_alg_values_supported").Except(algorithms, StringComparer.Ordinal))
        {
            yield return Algorithms.Found($"id_token_signing_alg_values_supported has {algorithm}, and no published key is of it");
        }
    }
}
