using System.Buffers.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

/// <summary>Everything that the signing library lets pass and a server must not, on every kind of JWT that comes in. Each is signed by the right key,
/// so that nothing but the strict reading refuses it.</summary>
[TestFixtureSource(typeof(IncomingJwt), nameof(IncomingJwt.All))]
internal sealed class SixKindsTests(IncomingJwt kind)
{
    [Test]
    public async Task An_honest_one_is_accepted() => Assert.That(await kind.AcceptsAsync(Sign(Header(), Claims())), Is.True);

    [TestCase("alg")]
    [TestCase("typ")]
    [TestCase("kid")]
    public async Task Duplicate_members_of_the_header_are_refused(string name)
    {
        var header = Header();
        header.TryAdd("kid", kind.Key.KeyId);
        header.TryAdd("typ", "JWT");
        await RefusesAsync(Sign(Twice(header, name), Claims().ToJsonString()));
    }

    [TestCase("sub")]
    [TestCase("aud")]
    [TestCase("exp")]
    [TestCase("unheard_of")]
    public async Task Duplicate_members_of_the_payload_are_refused(string name)
    {
        var claims = Claims();
        claims.TryAdd("unheard_of", 1);
        claims.TryAdd("sub", "usr_alice");
        claims.TryAdd("exp", kind.Now + 60);
        claims.TryAdd("aud", "https://as.example");
        await RefusesAsync(Sign(Header().ToJsonString(), Twice(claims, name)));
    }

    [TestCase("""["unheard_of"]""", Description = "RFC 7515 §4.1.11: MUST be rejected")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("""["exp"]""")]
    public async Task An_unknown_crit_is_refused(string crit)
    {
        var header = Header();
        (header["crit"], header["unheard_of"], header["exp"]) = (JsonNode.Parse(crit), 1, 1);
        await RefusesAsync(Sign(header, Claims()));
    }

    [Test]
    public async Task Base64url_that_is_not_canonical_is_refused([Values(0, 1, 2)] int segment, [Values("=", "==", "\n", " ", "stray bits", "+/")] string flaw)
    {
        var parts = Sign(Header(), Claims()).Split('.');
        parts[segment] = flaw switch
        {
            "stray bits" => Stray(parts[segment]),
            "+/" => parts[segment].Replace('-', '+').Replace('_', '/') + "+",
            _ => parts[segment] + flaw,
        };
        await RefusesAsync(string.Join('.', parts));
    }

    [TestCase("exp", "\"9999999999\"")]
    [TestCase("exp", "1e400")]
    [TestCase("exp", "1e30")]
    [TestCase("exp", "-1")]
    [TestCase("exp", "null")]
    [TestCase("exp", "9223372036854775807", Description = "beyond the year 9999")]
    [TestCase("exp", "true")]
    [TestCase("nbf", "-9200000000000000000", Description = "an arithmetic of times overflows")]
    [TestCase("nbf", "-9223372036854775808")]
    [TestCase("nbf", "\"0\"")]
    [TestCase("nbf", "[0]")]
    [TestCase("iat", "-9200000000000000000")]
    [TestCase("iat", "\"1\"")]
    [TestCase("iat", "9223372036854775807")]
    [TestCase("sub", "7")]
    [TestCase("sub", "[\"usr_alice\"]")]
    [TestCase("sub", "null")]
    [TestCase("iss", "7")]
    [TestCase("iss", "{}")]
    [TestCase("jti", "7")]
    [TestCase("aud", "7")]
    [TestCase("aud", "{}")]
    [TestCase("aud", "[[]]")]
    [TestCase("aud", "[\"https://as.example\",7]")]
    [TestCase("client_id", "7")]
    [TestCase("nonce", "7")]
    public async Task A_claim_of_another_type_or_range_is_refused(string name, string json)
    {
        var claims = Claims();
        claims[name] = "@";
        await RefusesAsync(Sign(Header().ToJsonString(), claims.ToJsonString().Replace("\"@\"", json, StringComparison.Ordinal)));
    }

    [Test(Description = "RFC 8259 §8.3: an escaped name is the name")]
    public async Task A_wrong_claim_under_an_escaped_name_is_refused()
    {
        var claims = Claims();
        claims.Remove("nbf");
        await RefusesAsync(Sign(Header().ToJsonString(), $$"""{"\u006ebf":"x",{{claims.ToJsonString()[1..]}}"""));
    }

    [TestCase("none")]
    [TestCase("HS256")]
    [TestCase("ES384")]
    [TestCase("es256")]
    [TestCase("")]
    public async Task An_algorithm_that_is_not_the_keys_is_refused(string algorithm)
    {
        var header = Header();
        header["alg"] = algorithm;
        await RefusesAsync(Sign(header, Claims()));
    }

    [TestCase("dpop+jwt")]
    [TestCase("at+jwt")]
    [TestCase("oauth-authz-req+jwt")]
    [TestCase("oauth-id-jag+jwt")]
    [TestCase("logout+jwt")]
    [TestCase("token-introspection+jwt")]
    [TestCase("secevent+jwt")]
    public async Task Another_kind_is_refused(string type)
    {
        var header = Header();
        if (!string.Equals((string?)header["typ"], type, StringComparison.Ordinal))
        {
            header["typ"] = type;
            await RefusesAsync(Sign(header, Claims()));
        }
    }

    [Test]
    public async Task What_is_too_long_is_refused()
    {
        var claims = Claims();
        claims["padding"] = new string('x', 33 * 1024);
        await RefusesAsync(Sign(Header(), claims));
    }

    [Test]
    public async Task A_broken_signature_is_refused()
    {
        var token = Sign(Header(), Claims());
        var at = token.LastIndexOf('.') + 10;
        await RefusesAsync($"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}");
    }

    private JsonObject Header() => (JsonObject)kind.Header.DeepClone();

    private JsonObject Claims()
    {
        var claims = (JsonObject)kind.Claims.DeepClone();
        claims["jti"] = Secret.NewId();
        return claims;
    }

    private string Sign(JsonObject header, JsonObject claims) => Sign(header.ToJsonString(), claims.ToJsonString());

    private string Sign(string header, string claims) => Forge.Signed(kind.Key, header, claims);

    private async Task RefusesAsync(string token) => Assert.That(await kind.AcceptsAsync(token), Is.False);

    // The second time with the right value, so that a reader who takes the last one would accept it.
    private static string Twice(JsonObject json, string name) => $$"""{"{{name}}":"{{name}}",{{json.ToJsonString()[1..]}}""";

    private static string Stray(string segment)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return segment.Length % 4 == 0
            ? Base64Url.EncodeToString([.. Base64Url.DecodeFromChars(segment), (byte)' '])[..^1] + "B" // no stray bits fit: another text, as broken
            : segment[..^1] + alphabet[alphabet.IndexOf(segment[^1], StringComparison.Ordinal) | 1];
    }
}
