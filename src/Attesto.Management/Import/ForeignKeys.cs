using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Management;

/// <summary>The keys of a client as another server keeps them: with members that are empty, and some in letters of another case.</summary>
internal static class ForeignKeys
{
    private static readonly string[] Public = ["kty", "kid", "alg", "use", "crv", "x", "y", "n", "e"];

    /// <summary>Reads a set of keys; of each only what is public (RFC 7517 §4, RFC 7518 §6).</summary>
    /// <param name="json">A JSON Web Key Set, or null.</param>
    /// <param name="keys">The keys; null if none can be used.</param>
    /// <returns>True if one can be used.</returns>
    public static bool TryReadSet(string? json, [NotNullWhen(true)] out JsonWebKeySet? keys)
    {
        keys = null;
        try
        {
            return json is not null && Member(JsonNode.Parse(json) as JsonObject, "keys") is JsonArray found && TryRead(found, out keys);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Reads keys that stand by themselves.</summary>
    /// <inheritdoc cref="TryReadSet(string?, out JsonWebKeySet?)"/>
    public static bool TryRead(IEnumerable<string> json, [NotNullWhen(true)] out JsonWebKeySet? keys) => TryReadSet($$"""{"keys":[{{string.Join(',', json)}}]}""", out keys);

    private static bool TryRead(JsonArray found, [NotNullWhen(true)] out JsonWebKeySet? keys)
    {
        var clean = new JsonArray([.. found.OfType<JsonObject>().Select(key => (JsonNode)new JsonObject(Public
            .Select(name => KeyValuePair.Create(name, Member(key, name)?.DeepClone())).Where(member => member.Value is not null)))]);
        keys = JsonWebKeyReader.TryReadSet(new JsonObject { ["keys"] = clean }.ToJsonString(), out var read) && read.Keys.Count > 0 ? read : null;
        return keys is not null;
    }

    private static JsonNode? Member(JsonObject? json, string name) => json?.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
