using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Attesto.Load;

/// <summary>The key of a client that authenticates by <c>private_key_jwt</c>.</summary>
internal sealed class AssertionKey
{
    public const string ClientId = "keyed";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public JsonObject PublicSet()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["kid"] = "k",
                ["alg"] = "ES256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }),
        };
    }

    /// <summary>The body of a token request with an assertion of its own, which is good once.</summary>
    public string Body(string issuer)
    {
        var expires = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60;
        var input = Encode("""{"alg":"ES256","kid":"k"}""") + "."
            + Encode($$"""{"iss":"{{ClientId}}","sub":"{{ClientId}}","aud":"{{issuer}}","exp":{{expires}},"jti":"{{Guid.NewGuid():N}}"}""");
        var signature = Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256));
        return "grant_type=client_credentials&scope=read:reports&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            + $"&client_assertion={input}.{signature}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
