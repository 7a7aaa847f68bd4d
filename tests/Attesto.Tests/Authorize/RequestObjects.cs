using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Makes request objects, good and bad (RFC 9101).</summary>
internal static class RequestObjects
{
    public static long Now => new Attesto.Testing.FakeClock().Now.ToUnixTimeSeconds();

    public static JsonObject Claims(params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["iss"] = "app",
            ["aud"] = FrontChannel.Issuer,
            ["exp"] = Now + 300,
            ["client_id"] = "app",
        };
        foreach (var (name, value) in FrontChannel.Request().Parameters)
        {
            claims[name] = value;
        }

        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims;
    }

    public static string Sign(JsonObject claims, ECParameters key, string alg, string? kid, string? typ, bool crit)
    {
        var header = new JsonObject { ["alg"] = alg };
        if (kid is not null)
        {
            header["kid"] = kid;
        }

        if (typ is not null)
        {
            header["typ"] = typ;
        }

        if (crit)
        {
            header["crit"] = new JsonArray("exp");
        }

        var input = $"{Encode(header)}.{Encode(claims)}";
        using var ecdsa = ECDsa.Create(key);
        return $"{input}.{Base64Url.EncodeToString(ecdsa.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    public static JsonWebKeySet KeysOf(ECParameters key) => JsonWebKeyReader.TryReadSet(
        JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", kid = "k1", alg = "ES256", x = Base64Url.EncodeToString(key.Q.X), y = Base64Url.EncodeToString(key.Q.Y) } },
        }),
        out var set) ? set : throw new AssertionException("not a JWK Set");
}
