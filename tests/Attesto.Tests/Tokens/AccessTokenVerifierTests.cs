using System.Text.Json.Nodes;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.SenderConstraints;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

public sealed class AccessTokenVerifierTests
{
    private static readonly string Thumbprint = TestKeys.Es256.KeyId;

    private readonly Issuer _issuer = new();

    [Test]
    public async Task What_was_issued_is_read_back()
    {
        var issued = await _issuer.IssueAsync(Issuer.ARequest() with
        {
            SenderConstraint = new SenderConstraint.Mtls(Thumbprint),
            AuthTime = _issuer.Clock.Now,
            Acr = "gold",
        });
        var result = await _issuer.Verifier.VerifyAsync(issued.Token, [Issuer.Audience], default);
        Assert.That(result.TryGet(out var token, out _), Is.True);
        Assert.That((token!.Subject, token.ClientId, $"{token.Scope}", token.Id, token.Kind), Is.EqualTo(("usr_alice", "app", "read write", issued.Id, "user")));
        Assert.That((token.AuthTime, token.Acr, token.CertificateThumbprint, token.DpopJkt), Is.EqualTo((_issuer.Clock.Now, "gold", Thumbprint, (string?)null)));
        Assert.That((token.IssuedAt, token.ExpiresAt), Is.EqualTo((_issuer.Clock.Now, issued.ExpiresAt)));
        Assert.That(token.Audience, Is.EqualTo(new[] { Issuer.Audience }));
    }

    [Test]
    public async Task A_refusal_is_one_text_for_every_cause()
    {
        var result = await _issuer.Verifier.VerifyAsync("garbage", [Issuer.Audience], default);
        Assert.That(result.TryGet(out _, out var error), Is.False);
        Assert.That((error!.Code, error.Status, error.Fault), Is.EqualTo(("invalid_token", 401, (Enum)TokenFault.Malformed)));
    }

    [TestCase("exp", "@0", TokenFault.Expired, Description = "no leeway")]
    [TestCase("exp", "@1", null)]
    [TestCase("exp", "\"9999999999\"", TokenFault.BadClaims)]
    [TestCase("exp", "9999999999.5", TokenFault.BadClaims)]
    [TestCase("exp", "9223372036854775807", TokenFault.BadClaims)]
    [TestCase("exp", null, TokenFault.BadClaims)]
    [TestCase("iat", "@60", null)]
    [TestCase("iat", "@61", TokenFault.NotYetValid)]
    [TestCase("iat", "-1", TokenFault.BadClaims)]
    [TestCase("iat", null, TokenFault.BadClaims)]
    [TestCase("nbf", "@60", null)]
    [TestCase("nbf", "@61", TokenFault.NotYetValid)]
    [TestCase("nbf", "\"1\"", TokenFault.BadClaims)]
    [TestCase("iss", "\"https://as.example/\"", TokenFault.WrongIssuer)]
    [TestCase("aud", "\"https://api.example/\"", null, Description = "RFC 3986 §6.2.3")]
    [TestCase("aud", "\"https://api.example/v1\"", TokenFault.WrongAudience)]
    [TestCase("aud", "[\"https://other.example\",\"https://api.example\"]", null)]
    [TestCase("aud", "[\"https://api.example\",1]", TokenFault.BadClaims)]
    [TestCase("aud", "[]", TokenFault.WrongAudience)]
    [TestCase("aud", "{}", TokenFault.BadClaims)]
    [TestCase("aud", null, TokenFault.BadClaims)]
    [TestCase("typ", "\"refresh\"", TokenFault.WrongType)]
    [TestCase("typ", null, TokenFault.WrongType)]
    [TestCase("sub", "\"\"", TokenFault.BadClaims)]
    [TestCase("sub", "\"cli_x\"", TokenFault.BadPrincipal)]
    [TestCase("sub", "7", TokenFault.BadClaims)]
    [TestCase("jti", "\"\"", TokenFault.BadClaims)]
    [TestCase("client_id", null, TokenFault.BadClaims)]
    [TestCase("scope", null, null)]
    [TestCase("scope", "\"\"", null)]
    [TestCase("scope", "[\"read\"]", TokenFault.BadClaims)]
    [TestCase("scope", "\"a\\tb\"", TokenFault.BadClaims)]
    [TestCase("principal_kind", "\"robot\"", TokenFault.BadPrincipal)]
    [TestCase("principal_kind", null, TokenFault.BadPrincipal)]
    [TestCase("auth_time", "\"1\"", TokenFault.BadClaims)]
    [TestCase("acr", "1", TokenFault.BadClaims)]
    [TestCase("cnf", "{}", TokenFault.BadClaims)]
    [TestCase("cnf", "\"x\"", TokenFault.BadClaims)]
    [TestCase("cnf", "{\"jkt\":\"short\"}", TokenFault.BadClaims)]
    [TestCase("cnf", "{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", null)]
    [TestCase("cnf", "{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\"}", TokenFault.BadClaims, Description = "not canonical")]
    [TestCase("cnf", "{\"jkt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"x5t#S256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", TokenFault.BadClaims)]
    [TestCase("cnf", "{\"kid\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", TokenFault.BadClaims, Description = "a binding that is not understood")]
    public async Task Each_claim_is_checked(string name, string? value, Enum? expected)
    {
        var claims = await ClaimsAsync();
        claims.Remove(name);
        if (value is not null)
        {
            claims[name] = value[0] == '@' ? JsonValue.Create(_issuer.Now + long.Parse(value.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)) : JsonNode.Parse(value);
        }

        var token = Forge.Signed(TestKeys.Es256, Forge.Header(TestKeys.Es256, "at+jwt"), claims.ToJsonString());
        Assert.That(await _issuer.FaultOfAsync(token), Is.EqualTo((Enum?)expected));
    }

    [TestCase("application/at+jwt", null)]
    [TestCase("AT+JWT", null)]
    [TestCase("JWT", TokenFault.WrongType)]
    [TestCase(null, TokenFault.WrongType)]
    public async Task The_header_says_what_it_is(string? type, Enum? expected)
    {
        var token = Forge.Signed(TestKeys.Es256, Forge.Header(TestKeys.Es256, type), (await ClaimsAsync()).ToJsonString());
        Assert.That(await _issuer.FaultOfAsync(token), Is.EqualTo((Enum?)expected));
    }

    [Test(Description = "RFC 7515 §10.7, RFC 8725 §3.1")]
    public async Task The_key_must_be_known_and_decides_the_algorithm()
    {
        var claims = (await ClaimsAsync()).ToJsonString();
        var stranger = TestKeys.NewEs256();
        Assert.That(await FaultOf(stranger, Forge.Header(stranger, "at+jwt")), Is.EqualTo(TokenFault.UnknownKey));
        Assert.That(await FaultOf(stranger, Forge.Header(TestKeys.Es256, "at+jwt")), Is.EqualTo(TokenFault.BadSignature));
        Assert.That(await FaultOf(stranger, """{"alg":"ES256","typ":"at+jwt"}"""), Is.EqualTo(TokenFault.BadSignature));
        Assert.That(await FaultOf(TestKeys.Rs256, """{"alg":"RS256","typ":"at+jwt"}"""), Is.Null, "without a kid every trusted key is tried");
        Assert.That(await FaultOf(TestKeys.Ps256, Forge.Header(TestKeys.Ps256, "at+jwt")), Is.EqualTo(TokenFault.BadSignature), "a key for RS256");
        Assert.That(
            await FaultOf(TestKeys.Es256, $$"""{"alg":"ES256","kid":"{{stranger.KeyId}}","typ":"at+jwt","jwk":{{TestKeys.Es256.Json}}}"""),
            Is.EqualTo(TokenFault.UnknownKey),
            "an embedded key proves nothing");

        async Task<Enum?> FaultOf(TestKey key, string header) => await _issuer.FaultOfAsync(Forge.Signed(key, header, claims));
    }

    [Test(Description = "RFC 7517 §4.5, OpenID Connect Core §10.1.1")]
    public async Task After_a_rotation_tokens_of_either_key_verify()
    {
        var old = await _issuer.IssueAsync();
        var rotated = new Issuer(new StaticKeystore(
            ServerKey.FromText(TestKeys.Ec(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)), ServerKey.FromText(TestKeys.P256Pem, use: KeyUse.Verify)));
        Assert.That(await rotated.FaultOfAsync(old.Token), Is.Null);
        Assert.That(await rotated.FaultOfAsync((await rotated.IssueAsync()).Token), Is.Null);
        Assert.That(await _issuer.FaultOfAsync((await rotated.IssueAsync()).Token), Is.EqualTo(TokenFault.UnknownKey));
    }

    [Test]
    public async Task An_ID_token_is_no_access_token()
    {
        var issued = await _issuer.IdTokens.IssueAsync(new IdTokenRequest { Client = new Client { Id = Issuer.Audience }, Subject = "usr_alice" }, default);
        Assert.That(issued.TryGet(out var token, out _), Is.True);
        Assert.That(await _issuer.FaultOfAsync(token!), Is.EqualTo(TokenFault.WrongType));
    }

    [Test]
    public async Task An_altered_token_is_refused()
    {
        var parts = (await _issuer.IssueAsync()).Token.Split('.');
        var claims = (await ClaimsAsync()).ToJsonString().Replace("read", "admin", StringComparison.Ordinal);
        Assert.That(await _issuer.FaultOfAsync($"{parts[0]}.{Forge.Segment(claims)}.{parts[2]}"), Is.EqualTo(TokenFault.BadSignature));
    }

    private async Task<JsonObject> ClaimsAsync() =>
        JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars((await _issuer.IssueAsync()).Token.Split('.')[1]))!.AsObject();
}
