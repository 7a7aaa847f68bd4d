using System.Text.Json.Nodes;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

public sealed class IdTokenTests
{
    private readonly Issuer _issuer = new();

    [Test(Description = "OpenID Connect Core §2")]
    public async Task The_claims_are_exactly_these()
    {
        var token = await IssueAsync(ARequest() with
        {
            Nonce = "n",
            AuthTime = _issuer.Clock.Now,
            Acr = "gold",
            Amr = ["pwd", "otp"],
            SessionId = "s1",
            AccessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
            Code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk",
            Claims = new JsonObject { ["tenant"] = "t1" },
        });
        var jws = Parse(token);
        Assert.That((jws.Algorithm, jws.Type, jws.KeyId), Is.EqualTo(("RS256", "JWT", TestKeys.Rs256.KeyId)));
        Assert.That(jws.Payload.GetRawText(), Is.EqualTo(
            $$"""{"iss":"https://as.example","sub":"usr_alice","aud":"app","iat":{{_issuer.Now}},"exp":{{_issuer.Now + 3600}},"auth_time":{{_issuer.Now}},"nonce":"n","acr":"gold","sid":"s1","at_hash":"77QmUPtjPfzWtF2AnpK9RQ","c_hash":"LDktKdoQak3Pk0cnXxCltA","amr":["pwd","otp"],"tenant":"t1"}"""));
    }

    [Test]
    public async Task What_was_not_supplied_is_not_said() => Assert.That(
        Parse(await IssueAsync(ARequest())).Payload.EnumerateObject().Select(member => member.Name),
        Is.EqualTo(new[] { "iss", "sub", "aud", "iat", "exp" }));

    [TestCase(null, "RS256")]
    [TestCase("ES256", "ES256")]
    [TestCase("PS256", null)]
    public async Task The_client_registers_the_algorithm(string? registered, string? expected)
    {
        var result = await _issuer.IdTokens.IssueAsync(ARequest() with { Client = new Client { Id = "app", IdTokenSignedResponseAlg = registered } }, default);
        Assert.That(result.TryGet(out var token, out var error), Is.EqualTo(expected is not null));
        Assert.That(token is null ? null : Parse(token).Algorithm, Is.EqualTo(expected));
        Assert.That(error?.Fault, Is.EqualTo(expected is null ? TokenFault.NoSigningKey : null));
    }

    [Test]
    public async Task Without_an_RSA_key_the_first_one_signs()
    {
        var issuer = new Issuer(new StaticKeystore(ServerKey.FromText(TestKeys.P384Pem)));
        Assert.That((await issuer.IdTokens.IssueAsync(ARequest(), default)).TryGet(out var token, out _), Is.True);
        Assert.That(Parse(token!).Algorithm, Is.EqualTo("ES384"));
    }

    [Test]
    public async Task A_protocol_claim_of_the_host_refuses_the_token(
        [Values("iss", "sub", "aud", "exp", "iat", "nonce", "azp", "auth_time", "acr", "amr", "at_hash", "c_hash", "sid", "scope", "typ", "client_id", "cnf",
            "events")] string name)
    {
        var result = await _issuer.IdTokens.IssueAsync(ARequest() with { Claims = new JsonObject { [name] = null } }, default);
        Assert.That(result.TryGet(out _, out var error), Is.False);
        Assert.That((error!.Code, error.Fault), Is.EqualTo(("invalid_request", (Enum)TokenFault.ReservedClaim)));
        result = await _issuer.IdTokens.IssueAsync(ARequest() with { Claims = new JsonObject { ["team"] = "blue", [name] = null } }, default);
        Assert.That(result.TryGet(out _, out _), Is.False, "whatever stands beside it");
    }

    [Test(Description = "OpenID Connect Core §2: sub is required")]
    public async Task Nobody_gets_no_ID_token()
    {
        var result = await _issuer.IdTokens.IssueAsync(ARequest() with { Subject = "" }, default);
        Assert.That((result.TryGet(out _, out var error), error?.Fault), Is.EqualTo((false, (Enum)TokenFault.BadPrincipal)));
    }

    [Test(Description = "OpenID Connect RP-Initiated Logout §2")]
    public async Task A_hint_is_read_long_after_its_expiry()
    {
        var token = await IssueAsync(ARequest() with { SessionId = "s1" });
        _issuer.Clock.Advance(TimeSpan.FromDays(30));
        var result = await _issuer.Hints.VerifyHintAsync(token, default);
        Assert.That(result.TryGet(out var hint, out _), Is.True);
        Assert.That(hint, Is.EqualTo(new VerifiedIdToken("usr_alice", "app", "s1")));
    }

    [TestCase("""{"iat":@0}""", null)]
    [TestCase("""{"iat":@61}""", TokenFault.NotYetValid)]
    [TestCase("""{"iat":"1"}""", TokenFault.BadClaims)]
    [TestCase("""{"aud":["app"]}""", TokenFault.BadClaims)]
    [TestCase("""{"sub":""}""", TokenFault.BadClaims)]
    [TestCase("""{"iss":"https://other.example"}""", TokenFault.WrongIssuer)]
    [TestCase("""{"scope":"openid"}""", TokenFault.WrongType)]
    [TestCase("""{"typ":"access"}""", TokenFault.WrongType)]
    [TestCase("""{"principal_kind":"user"}""", TokenFault.WrongType)]
    [TestCase("""{"events":{}}""", TokenFault.WrongType)]
    [TestCase("""{"token_introspection":{}}""", TokenFault.WrongType)]
    [TestCase("""{"code":"x"}""", TokenFault.WrongType)]
    public async Task Another_JWT_of_this_server_is_no_hint(string changes, Enum? expected)
    {
        var claims = JsonNode.Parse(Parse(await IssueAsync(ARequest())).Payload.GetRawText())!.AsObject();
        changes = changes.Replace("@0", $"{_issuer.Now}", StringComparison.Ordinal).Replace("@61", $"{_issuer.Now + 61}", StringComparison.Ordinal);
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        Assert.That(await FaultOf(Forge.Signed(TestKeys.Es256, Forge.Header(TestKeys.Es256, "JWT"), claims.ToJsonString())), Is.EqualTo((Enum?)expected));
    }

    [Test]
    public async Task An_access_token_a_logout_token_and_a_forgery_are_no_hints()
    {
        Assert.That(await FaultOf((await _issuer.IssueAsync()).Token), Is.EqualTo(TokenFault.WrongType));
        var claims = Parse(await IssueAsync(ARequest())).Payload.GetRawText();
        Assert.That(await FaultOf(Forge.Signed(TestKeys.Es256, Forge.Header(TestKeys.Es256, "logout+jwt"), claims)), Is.EqualTo(TokenFault.WrongType));
        Assert.That(await FaultOf(Forge.Signed(TestKeys.NewEs256(), Forge.Header(TestKeys.Es256, "JWT"), claims)), Is.EqualTo(TokenFault.BadSignature));
        Assert.That(await FaultOf("x"), Is.EqualTo(TokenFault.Malformed));
    }

    private static IdTokenRequest ARequest() => new() { Client = new Client { Id = "app" }, Subject = "usr_alice" };

    private async Task<string> IssueAsync(IdTokenRequest request) =>
        (await _issuer.IdTokens.IssueAsync(request, default)).TryGet(out var token, out var error) ? token : throw new AssertionException($"{error}");

    private async Task<Enum?> FaultOf(string hint) => (await _issuer.Hints.VerifyHintAsync(hint, default)).TryGet(out _, out var error) ? null : error.Fault;

    private static CompactJws Parse(string token) => CompactJws.TryParse(token, out var jws, out var fault) ? jws : throw new AssertionException($"{fault}");
}
