using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Attesto.Jose;

namespace Attesto;

/// <summary>A set of public keys (RFC 7517 §5).</summary>
/// <param name="Keys">The keys, in order.</param>
public sealed record JwkSet(ImmutableArray<Jwk> Keys)
{
    private const int MaxLength = 64 * 1024;
    private const int MaxKeys = 64;

    /// <summary>Reads a JWK Set. Keys that cannot be used here are left out (RFC 7517 §5); a private key among them refuses the whole set.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="set">The set, possibly empty; or null.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JwkSet? set)
    {
        set = null;
        return utf8.Length <= MaxLength && StrictJson.TryParseDocument(utf8, out var json) && TryParse(json, out set);
    }

    /// <summary>Reads a JWK Set.</summary>
    /// <param name="text">The document.</param>
    /// <param name="set">The set, possibly empty; or null.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out JwkSet? set) => TryParse(Encoding.UTF8.GetBytes(text), out set);

    /// <summary>Reads a JWK Set from JSON that was parsed without duplicate members.</summary>
    /// <param name="json">The document.</param>
    /// <param name="set">The set, possibly empty; or null.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out JwkSet? set)
    {
        set = null;
        if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty("keys", out var array)
            || array.ValueKind is not JsonValueKind.Array || array.GetArrayLength() > MaxKeys)
        {
            return false;
        }

        var keys = ImmutableArray.CreateBuilder<Jwk>(array.GetArrayLength());
        foreach (var member in array.EnumerateArray())
        {
            if (Jwk.TryParse(member, out var key, out var fault))
            {
                keys.Add(key);
            }
            else if (fault is JoseFault.PrivateKey)
            {
                return false;
            }
        }

        set = new JwkSet(keys.DrainToImmutable());
        return true;
    }

    /// <summary>The keys that may have signed a JWS: those of its <c>kid</c>, or all if it names none.</summary>
    /// <param name="keyId">The <c>kid</c> of the header, or null.</param>
    /// <returns>Possibly none.</returns>
    public IEnumerable<Jwk> Candidates(string? keyId) =>
        keyId is null ? Keys : Keys.Where(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));

    /// <summary>True if one of the candidate keys verifies the JWS, each under its own algorithm.</summary>
    /// <param name="jws">The JWS.</param>
    /// <returns>Whether it is signed by a key of the set.</returns>
    public bool Verifies(CompactJws jws) => Candidates(jws.KeyId).Any(jws.IsSignedBy);

    /// <summary>Writes the document (RFC 7517 §5).</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        foreach (var key in Keys)
        {
            key.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
