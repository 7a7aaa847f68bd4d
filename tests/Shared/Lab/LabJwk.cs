using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Attesto.Tests.Shared.Lab;

/// <summary>A key pair of a client, as JWKs; ES256.</summary>
internal sealed class LabJwk : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public LabJwk()
    {
        var point = _key.ExportParameters(includePrivateParameters: true);
        var (x, y) = (Base64Url.EncodeToString(point.Q.X), Base64Url.EncodeToString(point.Q.Y));
        Id = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        Public = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = x, ["y"] = y, ["kid"] = Id, ["alg"] = "ES256", ["use"] = "sig" };
        Private = (JsonObject)Public.DeepClone();
        Private["d"] = Base64Url.EncodeToString(point.D);
    }

    /// <summary>The RFC 7638 thumbprint, which is also the <c>kid</c>.</summary>
    public string Id { get; }

    public JsonObject Public { get; }

    public JsonObject Private { get; }

    public JsonObject Jwks => new() { ["keys"] = new JsonArray(Public.DeepClone()) };

    public ECDsa Key => _key;

    /// <summary>A compact JWS with this key.</summary>
    public string Sign(JsonObject header, JsonObject payload)
    {
        header.TryAdd("alg", "ES256");
        var input = $"{Encode(header.ToJsonString())}.{Encode(payload.ToJsonString())}";
        return $"{input}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    /// <summary>A DPoP proof with this key (RFC 9449 §4.2).</summary>
    public string Proof(string method, string url, string? nonce = null, string? accessToken = null, string? jti = null)
    {
        var payload = new JsonObject
        {
            ["htm"] = method,
            ["htu"] = url,
            ["jti"] = jti ?? Guid.NewGuid().ToString("N"),
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        };
        if (nonce is not null)
        {
            payload["nonce"] = nonce;
        }

        if (accessToken is not null)
        {
            payload["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }

        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = (string?)Public["x"], ["y"] = (string?)Public["y"] };
        return Sign(new JsonObject { ["typ"] = "dpop+jwt", ["jwk"] = jwk }, payload);
    }

    /// <summary>A client assertion (RFC 7523 §2.2).</summary>
    public string Assertion(string clientId, string audience, int seconds = 60)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Sign(new JsonObject { ["kid"] = Id }, new JsonObject
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = audience,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["exp"] = now + seconds,
        });
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
