using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;

namespace Attesto.Tests.Dpop;

/// <summary>A DPoP proof in the making: right in every respect until a test bends it.</summary>
internal sealed class Proof
{
    public const string Url = "https://as.example/oauth/token";

    public TestKey Key { get; set; } = TestKeys.Es256;

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    public Proof(DateTimeOffset now, TestKey? key = null)
    {
        Key = key ?? Key;
        Header = new() { ["typ"] = "dpop+jwt", ["alg"] = Key.Algorithm, ["jwk"] = Jwk(Key) };
        Claims = new() { ["htm"] = "POST", ["htu"] = Url, ["iat"] = now.ToUnixTimeSeconds(), ["jti"] = Secret.NewId() };
    }

    public Proof For(string method, string url, string accessToken)
    {
        (Claims["htm"], Claims["htu"]) = (method, url);
        Claims["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        return this;
    }

    /// <summary>Sets a member of header (<c>h:name</c>) or payload to JSON; null removes it.</summary>
    public Proof With(string name, string? json)
    {
        var target = name.StartsWith("h:", StringComparison.Ordinal) ? Header : Claims;
        name = name.Replace("h:", "", StringComparison.Ordinal);
        target.Remove(name);
        if (json is not null)
        {
            target[name] = JsonNode.Parse(json);
        }

        return this;
    }

    public static JsonObject Jwk(TestKey key)
    {
        var jwk = JsonNode.Parse(key.Json)!.AsObject();
        jwk.Remove("kid");
        jwk.Remove("use");
        jwk.Remove("alg");
        return jwk;
    }

    public override string ToString() => Forge.Signed(Key, Header.ToJsonString(), Claims.ToJsonString());
}
