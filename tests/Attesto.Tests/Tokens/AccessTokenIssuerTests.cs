using System.Text.Json.Nodes;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.SenderConstraints;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

public sealed class AccessTokenIssuerTests
{
    private readonly Issuer _issuer = new();

    [Test(Description = "RFC 9068 §2")]
    public async Task The_claims_are_exactly_these()
    {
        var issued = await _issuer.IssueAsync();
        var jws = Parse(issued.Token);
        Assert.That((jws.Algorithm, jws.Type, jws.KeyId), Is.EqualTo(("ES256", "at+jwt", TestKeys.Es256.KeyId)));
        Assert.That(jws.Payload.GetRawText(), Is.EqualTo(
            $$"""{"iss":"https://as.example","aud":"https://api.example","sub":"usr_alice","exp":{{_issuer.Now + 900}},"iat":{{_issuer.Now}},"""
            + $$"""
            "jti":"{{issued.Id}}","client_id":"app","scope":"read write","typ":"access","principal_kind":"user"}
            """));
        Assert.That((issued.Id.Length, issued.ExpiresIn, issued.ExpiresAt), Is.EqualTo((22, 900, _issuer.Clock.Now.AddSeconds(900))));
        Assert.That($"{issued}", Does.Not.Contain(issued.Token));
    }

    [Test]
    public async Task Everything_optional_is_carried()
    {
        var issued = await _issuer.IssueAsync(Issuer.ARequest(new JsonObject { ["tenant"] = "t1", ["client_id"] = "app", ["nothing"] = null }) with
        {
            Audience = ["https://a.example", "https://b.example"],
            SenderConstraint = new SenderConstraint.Dpop(TestKeys.Es256.KeyId, TokenHash.Of("x"), default),
            AuthTime = _issuer.Clock.Now.AddMinutes(-1),
            Acr = "gold",
            Claims = """{"userinfo":{"email":null}}""",
            Actor = new JsonObject { ["sub"] = "cli_b" },
        });
        Assert.That(Parse(issued.Token).Payload.GetRawText(), Does.Contain("\"aud\":[\"https://a.example\",\"https://b.example\"]")
            .And.EndWith($$$"""
            "cnf":{"jkt":"{{{TestKeys.Es256.KeyId}}}"},"auth_time":{{{_issuer.Now - 60}}},"acr":"gold",
            """ + """
            "claims":{"userinfo":{"email":null}},"act":{"sub":"cli_b"},"tenant":"t1","nothing":null}
            """));
    }

    [Test]
    public async Task A_certificate_binds_by_x5t()
    {
        var issued = await _issuer.IssueAsync(Issuer.ARequest() with { SenderConstraint = new SenderConstraint.Mtls(TestKeys.Es256.KeyId) });
        Assert.That(Parse(issued.Token).Payload.GetProperty("cnf").GetRawText(), Is.EqualTo($$"""{"x5t#S256":"{{TestKeys.Es256.KeyId}}"}"""));
    }

    [Test]
    public async Task A_reserved_claim_of_the_host_refuses_the_token(
        [Values("iss", "aud", "sub", "exp", "iat", "nbf", "jti", "client_id", "scope", "typ", "cnf", "acr", "auth_time", "claims", "act", "principal_kind")] string name) =>
        Assert.That(await FaultOf(Issuer.ARequest(new JsonObject { [name] = "x" })), Is.EqualTo(TokenFault.ReservedClaim));

    [TestCase("aud")]
    [TestCase("act")]
    public async Task A_reserved_claim_stays_reserved_if_it_says_the_clients_id(string name) =>
        Assert.That(await FaultOf(Issuer.ARequest(new JsonObject { [name] = Issuer.ARequest().ClientId })), Is.EqualTo(TokenFault.ReservedClaim));

    [TestCase("user", "alice")]
    [TestCase("user", "usr_")]
    [TestCase("user", "cli_alice")]
    [TestCase("robot", "usr_alice")]
    public async Task A_subject_bears_the_prefix_of_its_kind(string kind, string subject) =>
        Assert.That(await FaultOf(Issuer.ARequest() with { Principal = new Principal(kind, subject) }), Is.EqualTo(TokenFault.BadPrincipal));

    [TestCase("tenant", ClaimShape.NonEmptyString, "\"\"", false)]
    [TestCase("tenant", ClaimShape.NonEmptyString, "\"x\"", true)]
    [TestCase("tenant", ClaimShape.NonEmptyString, "1", false)]
    [TestCase("tenant", ClaimShape.String, "\"\"", true)]
    [TestCase("level", ClaimShape.NonNegativeInteger, "0", true)]
    [TestCase("level", ClaimShape.NonNegativeInteger, "-1", false)]
    [TestCase("level", ClaimShape.NonNegativeInteger, "1.5", false)]
    [TestCase("level", ClaimShape.NonNegativeInteger, "null", false)]
    [TestCase("client_id", ClaimShape.NonEmptyString, "\"app\"", true)]
    public async Task A_required_claim_has_its_shape(string name, ClaimShape shape, string value, bool fits)
    {
        _issuer.Options.Subjects.PrincipalKinds[0].RequiredClaims.Clear();
        _issuer.Options.Subjects.PrincipalKinds[0].RequiredClaims[name] = shape;
        var fault = await FaultOf(Issuer.ARequest(new JsonObject { [name] = JsonNode.Parse(value) }));
        Assert.That(fault, Is.EqualTo(fits ? null : TokenFault.BadClaims));
        _issuer.Options.Subjects.PrincipalKinds[0].RequiredClaims.Clear();
    }

    [Test]
    public async Task A_lifetime_may_only_be_shortened()
    {
        Assert.That((await _issuer.IssueAsync(Issuer.ARequest() with { NotAfter = _issuer.Clock.Now.AddSeconds(10) })).ExpiresIn, Is.EqualTo(10));
        Assert.That((await _issuer.IssueAsync(Issuer.ARequest() with { NotAfter = _issuer.Clock.Now.AddDays(1) })).ExpiresIn, Is.EqualTo(900));
        Assert.That(await FaultOf(Issuer.ARequest() with { NotAfter = _issuer.Clock.Now }), Is.EqualTo(TokenFault.NoLifetime));
    }

    [Test]
    public async Task Without_an_ES256_key_the_first_one_signs()
    {
        var issued = await new Issuer(new StaticKeystore(ServerKey.FromText(TestKeys.RsaPem, algorithm: "PS256"))).IssueAsync();
        Assert.That(Parse(issued.Token).Algorithm, Is.EqualTo("PS256"));
    }

    [Test]
    public async Task The_claims_of_a_scope_collapse()
    {
        var issued = await _issuer.IssueAsync(Issuer.ARequest() with { Scope = ScopeSet.Of("a", "a") });
        Assert.That(Parse(issued.Token).Payload.GetProperty("scope").GetString(), Is.EqualTo("a"));
    }

    [Test]
    public async Task A_token_costs_little_memory()
    {
        var request = Issuer.ARequest();
        var tokens = _issuer.AccessTokens;
        for (var i = 0; i < 50; i++)
        {
            await tokens.IssueAsync(request, default);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            await tokens.IssueAsync(request, default);
        }

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 100, Is.LessThan(3072), "the budget of a whole client_credentials request is 6 KB");
    }

    private async Task<Enum?> FaultOf(AccessTokenRequest request)
    {
        var refused = !(await _issuer.AccessTokens.IssueAsync(request, default)).TryGet(out _, out var error);
        Assert.That(!refused || error!.Code == "invalid_request");
        return error?.Fault;
    }

    private static CompactJws Parse(string token) => CompactJws.TryParse(token, out var jws, out var fault) ? jws : throw new AssertionException($"{fault}");
}
