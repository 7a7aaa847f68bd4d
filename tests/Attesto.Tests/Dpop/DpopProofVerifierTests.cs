using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Jose;
using Attesto.SenderConstraints;
using Attesto.Stores;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Attesto.Tests.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Dpop;

/// <summary>Every check of RFC 9449 §4.3, and the tricks around them.</summary>
public sealed class DpopProofVerifierTests
{
    private const string PrivateP256 = """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""";

    private readonly Issuer _issuer = new();
    private readonly InMemoryDpopNonceStore _nonces = new();

    [SetUp]
    public void DemandNoNonce() => _issuer.Options.Dpop = new DpopOptions();

    [Test]
    public async Task A_proof_names_its_key_and_itself([ValueSource(typeof(JoseAlgorithms), nameof(JoseAlgorithms.Known))] string algorithm)
    {
        var proof = AProof(TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm));
        var verified = await VerifyAsync([$"{proof}"]);
        Assert.That(verified.TryGet(out var dpop, out var error), Is.True, $"{error}");
        Assert.That(dpop!.Jkt, Is.EqualTo(proof.Key.Thumbprint));
        Assert.That(dpop.ReplayId, Is.EqualTo(TokenHash.Of($"{dpop.Jkt}:{proof.Claims["jti"]}")));
        Assert.That(dpop.ReplayUntil, Is.GreaterThanOrEqualTo(_issuer.Clock.Now.AddSeconds(120)));
    }

    [Test(Description = "RFC 9449 §4.2, the example, at its own time")]
    public async Task The_proof_of_the_RFC_verifies()
    {
        const string example =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19"
            + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
            + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        _issuer.Clock.Advance(DateTimeOffset.FromUnixTimeSeconds(1562262616) - _issuer.Clock.Now);
        var verified = await VerifyAsync([example], url: "https://server.example.com/token");
        Assert.That(verified.TryGet(out var dpop, out var error), Is.True, $"{error}");
        Assert.That(dpop!.Jkt, Is.EqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
    }

    [TestCase("nbf", 0)]
    [TestCase("exp", 30)]
    [TestCase("iat", -10)]
    [TestCase("iat", 10)]
    public async Task A_proof_may_say_when_it_holds_and_clocks_may_differ(string name, int seconds) =>
        Assert.That(await FaultOf($"{AProof().With(name, JsonSerializer.Serialize(_issuer.Now + seconds))}"), Is.Null);

    [TestCase("h:typ", null, DpopFault.WrongType)]
    [TestCase("h:typ", "\"jwt\"", DpopFault.WrongType)]
    [TestCase("h:typ", "\"DPoP+jwt\"", DpopFault.WrongType)]
    [TestCase("h:typ", "\"application/dpop+jwt\"", DpopFault.WrongType)]
    [TestCase("h:alg", "\"none\"", DpopFault.UnsupportedAlgorithm)]
    [TestCase("h:alg", "\"HS256\"", DpopFault.UnsupportedAlgorithm)]
    [TestCase("h:alg", "\"es256\"", DpopFault.UnsupportedAlgorithm)]
    [TestCase("h:alg", "\"ES384\"", DpopFault.BadKey, Description = "the curve is another")]
    [TestCase("h:alg", "\"RS256\"", DpopFault.BadKey)]
    [TestCase("h:crit", "[]", DpopFault.Malformed)]
    [TestCase("h:crit", "[\"b64\"]", DpopFault.Malformed)]
    [TestCase("h:jwk", null, DpopFault.BadKey)]
    [TestCase("h:jwk", "{}", DpopFault.BadKey)]
    [TestCase("h:jwk", "[]", DpopFault.BadKey)]
    [TestCase("h:jwk", "\"x\"", DpopFault.BadKey)]
    [TestCase("h:jwk", PrivateP256, DpopFault.BadKey, Description = "its private half is public now")]
    [TestCase("h:jwk", "{\"kty\":\"oct\",\"k\":\"AAAA\"}", DpopFault.BadKey)]
    [TestCase("h:kid", "1", DpopFault.Malformed)]
    [TestCase("htm", "\"post\"", DpopFault.WrongMethod)]
    [TestCase("htm", "\"GET\"", DpopFault.WrongMethod)]
    [TestCase("htm", null, DpopFault.BadClaims)]
    [TestCase("htm", "[\"POST\"]", DpopFault.BadClaims)]
    [TestCase("htu", null, DpopFault.BadClaims)]
    [TestCase("iat", null, DpopFault.BadClaims)]
    [TestCase("iat", "\"1767225600\"", DpopFault.BadClaims)]
    [TestCase("iat", "1767225600.5", DpopFault.BadClaims)]
    [TestCase("iat", "1e30", DpopFault.BadClaims)]
    [TestCase("iat", "-1", DpopFault.BadClaims)]
    [TestCase("jti", null, DpopFault.BadClaims)]
    [TestCase("jti", "\"\"", DpopFault.BadClaims)]
    [TestCase("jti", "7", DpopFault.BadClaims)]
    [TestCase("ath", "7", DpopFault.BadClaims, Description = "no token came along; a string would be ignored")]
    public async Task A_bent_proof_is_refused(string name, string? json, Enum expected) =>
        Assert.That(await FaultOf(AProof().With(name, json)), Is.EqualTo(expected));

    [TestCase("use", "\"enc\"")]
    [TestCase("use", "1")]
    [TestCase("key_ops", "[\"sign\"]")]
    [TestCase("key_ops", "[]")]
    [TestCase("key_ops", "\"verify\"")]
    [TestCase("key_ops", "[1]")]
    [TestCase("alg", "\"ES384\"")]
    [TestCase("y", "\"AAAA\"")]
    public async Task A_key_that_is_for_something_else_is_refused(string name, string json)
    {
        var proof = AProof();
        proof.Header["jwk"]![name] = System.Text.Json.Nodes.JsonNode.Parse(json);
        Assert.That(await FaultOf(proof), Is.EqualTo(DpopFault.BadKey));
    }

    [Test(Description = "RFC 7638: further members do not change the thumbprint")]
    public async Task A_key_may_say_more_about_itself()
    {
        var proof = AProof();
        foreach (var (name, json) in new[] { ("use", "\"sig\""), ("key_ops", "[\"sign\",\"verify\"]"), ("alg", "\"ES256\""), ("kid", "\"k\""), ("x5c", "[]") })
        {
            proof.Header["jwk"]![name] = System.Text.Json.Nodes.JsonNode.Parse(json);
        }

        Assert.That((await VerifyAsync([$"{proof}"])).TryGet(out var dpop, out var error), Is.True, $"{error}");
        Assert.That(dpop!.Jkt, Is.EqualTo(TestKeys.Es256.KeyId));
    }

    [Test]
    public async Task A_weak_RSA_key_is_refused()
    {
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        var parameters = weak.ExportParameters(false);
        var proof = AProof(TestKeys.Rs256);
        proof.Header["jwk"]!["n"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus);
        Assert.That(await FaultOf(proof), Is.EqualTo(DpopFault.BadKey));
    }

    [Test]
    public async Task A_signature_of_another_key_or_of_other_claims_is_refused()
    {
        var stranger = TestKeys.NewEs256();
        var proof = AProof();
        proof.Key = stranger;
        Assert.That(await FaultOf(proof), Is.EqualTo(DpopFault.BadSignature));
        var parts = $"{AProof()}".Split('.');
        Assert.That(await FaultOf($"{parts[0]}.{Forge.Segment(AProof().Claims.ToJsonString())}.{parts[2]}"), Is.EqualTo(DpopFault.BadSignature));
    }

    [Test(Description = "The first proof of a key is verified with a key just read, the second with the one that was kept.")]
    public async Task A_known_key_makes_no_difference()
    {
        var key = TestKeys.NewEs256();
        var (first, second) = (await VerifyAsync([$"{AProof(key)}"]), await VerifyAsync([$"{AProof(key)}"]));
        Assert.That((first.TryGet(out var one, out _), second.TryGet(out var two, out _)), Is.EqualTo((true, true)));
        Assert.That((one!.Jkt, two!.Jkt, one.ReplayId == two.ReplayId), Is.EqualTo((key.Thumbprint, key.Thumbprint, false)));

        var forged = AProof(key);
        forged.Key = TestKeys.NewEs256();
        Assert.That(await FaultOf(forged), Is.EqualTo(DpopFault.BadSignature));
        Assert.That(await FaultOf(AProof(key).With("htm", "\"GET\"")), Is.EqualTo(DpopFault.WrongMethod));
    }

    [TestCase("https://as.example/oauth/token")]
    [TestCase("HTTPS://AS.EXAMPLE/oauth/token")]
    [TestCase("https://as.example:443/oauth/token")]
    [TestCase("https://as.example/oauth/token?a=b")]
    [TestCase("https://as.example/oauth/token#f")]
    [TestCase("https://as.example/oauth/token?x#y")]
    public async Task An_htu_of_the_same_target_is_accepted(string htu) => Assert.That(await FaultOf(AProof().With("htu", Json(htu))), Is.Null);

    [TestCase("http://as.example/oauth/token")]
    [TestCase("https://as.example:444/oauth/token")]
    [TestCase("https://as.example:80/oauth/token")]
    [TestCase("https://as.example:0443/oauth/token")]
    [TestCase("https://as.example./oauth/token")]
    [TestCase("https://as.example/oauth/token/")]
    [TestCase("https://as.example/OAuth/token")]
    [TestCase("https://as.example//oauth/token")]
    [TestCase("https://as.example/oauth/./token")]
    [TestCase("https://as.example/x/../oauth/token")]
    [TestCase("https://as.example/oauth/%74oken")]
    [TestCase("https://as.example/oauth/token%2F")]
    [TestCase("https://as.example/oauth/token;a")]
    [TestCase("https://as.example")]
    [TestCase("https://as.example@evil.example/oauth/token")]
    [TestCase("https://user:pw@as.example/oauth/token")]
    [TestCase("https://evil.example/https://as.example/oauth/token")]
    [TestCase("https://evil.example\\@as.example/oauth/token")]
    [TestCase("https:/as.example/oauth/token")]
    [TestCase("https:as.example/oauth/token")]
    [TestCase("//as.example/oauth/token")]
    [TestCase("/oauth/token")]
    [TestCase("")]
    [TestCase(" https://as.example/oauth/token")]
    [TestCase("https://as.example/oauth/token ")]
    [TestCase("https://as.example/oauth/token\n")]
    [TestCase("https://as.exаmple/oauth/token", Description = "a Cyrillic letter")]
    public async Task An_htu_of_another_target_is_refused(string htu) =>
        Assert.That(await FaultOf(AProof().With("htu", Json(htu))), Is.EqualTo(htu.Length == 0 ? DpopFault.BadClaims : DpopFault.WrongUrl));

    [TestCase("https://api.example", "https://api.example/", DpopFault.WrongUrl)]
    [TestCase("https://api.example?x", "https://api.example", null)]
    [TestCase("https://[2001:db8::1]:443/r", "https://[2001:DB8::1]/r", null)]
    [TestCase("https://[2001:db8::1]/r", "https://[2001:db8:0::1]/r", DpopFault.WrongUrl, Description = "addresses are compared as text")]
    public async Task The_target_of_the_request_is_compared_as_it_is(string url, string htu, Enum? expected) =>
        Assert.That(await FaultOf($"{AProof().With("htu", Json(htu))}", url), Is.EqualTo((Enum?)expected));

    [TestCase(-60, null)]
    [TestCase(-61, DpopFault.NotFresh)]
    [TestCase(60, null)]
    [TestCase(61, DpopFault.NotFresh)]
    public async Task The_edges_of_the_window_are_inclusive(int seconds, Enum? expected) =>
        Assert.That(await FaultOf(AProof().With("iat", $"{_issuer.Now + seconds}")), Is.EqualTo((Enum?)expected));

    [TestCase(256, 'a', null)]
    [TestCase(257, 'a', DpopFault.BadId)]
    [TestCase(128, 'é', null)]
    [TestCase(129, 'é', DpopFault.BadId, Description = "bytes count, not characters")]
    [TestCase(10_000, 'a', DpopFault.BadId)]
    public async Task A_jti_has_at_most_256_bytes(int length, char character, Enum? expected) =>
        Assert.That(await FaultOf(AProof().With("jti", Json(new string(character, length)))), Is.EqualTo((Enum?)expected));

    [Test]
    public async Task One_header_with_one_proof_it_is()
    {
        var (first, second) = ($"{AProof()}", $"{AProof()}");
        Assert.That(await FaultOf([first, second]), Is.EqualTo(DpopFault.SeveralProofs));
        Assert.That(await FaultOf([first, first]), Is.EqualTo(DpopFault.SeveralProofs));
        Assert.That(await FaultOf($"{first}, {second}"), Is.EqualTo(DpopFault.SeveralProofs));
        Assert.That(await FaultOf($"{first},"), Is.EqualTo(DpopFault.SeveralProofs));
        Assert.That(await FaultOf([]), Is.EqualTo(DpopFault.Missing));
        Assert.That(await FaultOf(""), Is.EqualTo(DpopFault.Malformed));
        Assert.That(await FaultOf(new string('a', 1 << 20)), Is.EqualTo(DpopFault.Malformed));
        Assert.That(await FaultOf($"{first} "), Is.EqualTo(DpopFault.Malformed));
        Assert.That(await FaultOf($"{first}."), Is.EqualTo(DpopFault.Malformed));
    }

    [Test]
    public async Task With_a_token_the_proof_must_hash_it()
    {
        Assert.That(await FaultOf($"{AProof().For("POST", Proof.Url, "token")}", accessToken: "token"), Is.Null);
        Assert.That(await FaultOf($"{AProof().For("POST", Proof.Url, "other")}", accessToken: "token"), Is.EqualTo(DpopFault.WrongToken));
        Assert.That(await FaultOf($"{AProof()}", accessToken: "token"), Is.EqualTo(DpopFault.WrongToken));
        Assert.That(await FaultOf($"{AProof().For("POST", Proof.Url, "other")}"), Is.Null, "without a token it is ignored");
    }

    [Test(Description = "RFC 9449 §8")]
    public async Task A_demanded_nonce_is_handed_out_and_taken_until_it_expires()
    {
        _issuer.Options.Dpop.RequireNonce = true;
        Assert.That((await VerifyAsync([$"{AProof()}"])).TryGet(out _, out var error), Is.False);
        Assert.That((error!.Code, error.Fault, error.DpopNonce?.Length), Is.EqualTo(("use_dpop_nonce", (Enum)DpopFault.BadNonce, 43)));

        var nonce = Json(error.DpopNonce!);
        Assert.That(await FaultOf(AProof().With("nonce", nonce)), Is.Null);
        Assert.That(await FaultOf(AProof().With("nonce", nonce)), Is.Null, "again, within its life");
        _issuer.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.That(await FaultOf(AProof().With("nonce", nonce)), Is.Null);
        _issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await FaultOf(AProof().With("nonce", nonce)), Is.EqualTo(DpopFault.BadNonce));
        Assert.That(await FaultOf(AProof().With("nonce", Json(Secret.New()))), Is.EqualTo(DpopFault.BadNonce), "not one of ours");
        Assert.That(await FaultOf(AProof().With("nonce", "7")), Is.EqualTo(DpopFault.BadClaims));
    }

    [Test]
    public async Task A_bad_proof_never_gets_a_nonce()
    {
        _issuer.Options.Dpop.RequireNonce = true;
        Assert.That((await VerifyAsync([$"{AProof().With("htm", "\"GET\"")}"])).TryGet(out _, out var error), Is.False);
        Assert.That((error!.Code, error.DpopNonce), Is.EqualTo(("invalid_dpop_proof", (string?)null)));
    }

    [Test(Description = "RFC 9449 §11.1: a live nonce shows that a proof is fresh, whatever the client's clock says")]
    public async Task A_demanded_nonce_takes_the_place_of_the_clock_where_the_host_says_so()
    {
        (_issuer.Options.Dpop.RequireNonce, _issuer.Options.Dpop.NonceReplacesClock) = (true, true);
        var nonce = await new DpopNonces(_nonces, _issuer.Wrapped, _issuer.Clock).IssueAsync(default);
        var wrongClock = AProof().With("iat", $"{_issuer.Now - 86_400}");
        Assert.That(await FaultOf(wrongClock), Is.EqualTo(DpopFault.BadNonce), "without a nonce");
        Assert.That(await FaultOf(wrongClock.With("nonce", $"\"{nonce}\"")), Is.Null);
        Assert.That(await FaultOf(AProof().With("iat", $"{_issuer.Now + 86_400}").With("nonce", $"\"{nonce}\"")), Is.Null);
        _issuer.Clock.Advance(_issuer.Options.Dpop.NonceLifetime + TimeSpan.FromSeconds(1));
        Assert.That(await FaultOf(wrongClock), Is.EqualTo(DpopFault.BadNonce), "it has expired");
        _issuer.Options.Dpop.NonceReplacesClock = false;
        Assert.That(await FaultOf(wrongClock), Is.EqualTo(DpopFault.NotFresh));
    }

    private Proof AProof(TestKey? key = null) => new(_issuer.Clock.Now, key);

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private Task<Enum?> FaultOf(Proof proof) => FaultOf($"{proof}");

    private Task<Enum?> FaultOf(string header, string url = Proof.Url, string? accessToken = null) => FaultOf([header], url, accessToken);

    private async Task<Enum?> FaultOf(ImmutableArray<string> headers, string url = Proof.Url, string? accessToken = null)
    {
        var refused = !(await VerifyAsync(headers, url, accessToken)).TryGet(out _, out var error);
        Assert.That(!refused || (error!.Status, error.Code is "invalid_dpop_proof" or "use_dpop_nonce", error.Description?.Length > 0) == (400, true, true));
        return error?.Fault;
    }

    private async Task<Result<SenderConstraint.Dpop>> VerifyAsync(ImmutableArray<string> headers, string url = Proof.Url, string? accessToken = null)
    {
        var verifier = new DpopProofVerifier(_issuer.Wrapped, _issuer.Profiles, TestKeys.Algorithms, _issuer.Clock, new DpopNonces(_nonces, _issuer.Wrapped, _issuer.Clock));
        return await verifier.VerifyAsync(new OAuthRequest { Method = "POST", Url = url, IsHttps = true, Dpop = headers }, url, accessToken, default);
    }
}
