using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>Reads public keys of others (RFC 7517), strictly: the library's own reader takes duplicate members, secrets and keys of no length.</summary>
public static class JsonWebKeyReader
{
    private const int MaxLength = 64 * 1024;
    private const int MaxKeys = 64;

    // RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2: of whatever type they are, they do not belong to a public key.
    private static readonly string[] SecretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    // What else there is (x5c, ext, …) does not matter here.
    private static readonly string[] TextMembers = ["kty", "kid", "alg", "use", "crv", "x", "y", "n", "e"];

    /// <summary>Reads a public key, from JSON without duplicate members, that <see cref="JsonWebKeyRules"/> has nothing against.</summary>
    internal static bool TryRead(JsonElement json, [NotNullWhen(true)] out JsonWebKey? key, out JoseFault fault)
    {
        key = null;
        fault = JoseFault.MalformedKey;
        if (json.ValueKind is not JsonValueKind.Object)
        {
            return false;
        }

        if (SecretMembers.Any(member => json.Has(member)))
        {
            fault = JoseFault.PrivateKey;
            return false;
        }

        if (!TextMembers.All(member => json.IsTextOrAbsent(member)))
        {
            return false;
        }

        var read = new JsonWebKey
        {
            Kty = json.Text("kty"),
            Kid = json.Text("kid"),
            Alg = json.Text("alg"),
            Use = json.Text("use"),
            Crv = json.Text("crv"),
            X = json.Text("x"),
            Y = json.Text("y"),
            N = json.Text("n"),
            E = json.Text("e"),
        };
        fault = TryReadOperations(json, read) ? JsonWebKeyRules.FaultOf(read) : JoseFault.MalformedKey;
        key = fault is JoseFault.None ? read : null;
        return key is not null;
    }

    /// <summary>As the other one, from UTF-8.</summary>
    internal static bool TryReadSet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JsonWebKeySet? set)
    {
        set = null;
        return utf8.Length <= MaxLength && StrictJson.TryParseDocument(utf8, out var json) && TryReadSet(json, out set);
    }

    /// <summary>Reads a JWK Set (RFC 7517 §5). Keys that cannot be used are left out; a private or symmetric key among them refuses the whole set.</summary>
    /// <param name="text">The document, at most 64 KiB and 64 keys.</param>
    /// <param name="set">The set, possibly empty; or null.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryReadSet(string text, [NotNullWhen(true)] out JsonWebKeySet? set) => TryReadSet(Encoding.UTF8.GetBytes(text), out set);

    /// <summary>As the other one, from JSON without duplicate members.</summary>
    internal static bool TryReadSet(JsonElement json, [NotNullWhen(true)] out JsonWebKeySet? set)
    {
        set = null;
        if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty("keys", out var array)
            || array.ValueKind is not JsonValueKind.Array || array.GetArrayLength() > MaxKeys)
        {
            return false;
        }

        var read = new JsonWebKeySet();
        foreach (var member in array.EnumerateArray())
        {
            if (TryRead(member, out var key, out var fault))
            {
                read.Keys.Add(key);
            }
            else if (fault is JoseFault.PrivateKey)
            {
                return false;
            }
        }

        set = read;
        return true;
    }

    private static bool TryReadOperations(JsonElement json, JsonWebKey key)
    {
        if (!json.TryGetProperty("key_ops", out var operations))
        {
            return true;
        }

        if (operations.ValueKind is not JsonValueKind.Array || operations.GetArrayLength() == 0)
        {
            return false;
        }

        foreach (var operation in operations.EnumerateArray())
        {
            if (operation.ValueKind is not JsonValueKind.String)
            {
                return false;
            }

            key.KeyOps.Add(operation.GetString()!);
        }

        return true;
    }
}
