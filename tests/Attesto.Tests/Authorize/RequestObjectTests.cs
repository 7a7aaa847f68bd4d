using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attesto.Authorize;
using NUnit.Framework;
using static Attesto.Tests.Authorize.RequestObjects;

namespace Attesto.Tests.Authorize;

/// <summary>Signed authorization requests (RFC 9101, FAPI 2.0 Message Signing §5.3.1).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RequestObjectTests
{
    private readonly FrontChannel _server = new();
    private readonly ECParameters _key = ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportParameters(includePrivateParameters: true);

    [SetUp]
    public void SetUp() => _server.App = _server.App with { Jwks = KeysOf(_key) };

    [Test]
    public async Task Signed_parameters_replace_unsigned_ones()
    {
        var signed = Sign(Claims(("state", "signed"), ("nonce", "signed"), ("scope", "openid"), ("max_age", 10), ("response_mode", "fragment")));
        _server.Person.SignIn = new Attesto.SignInOutcome.Authenticated("alice") { AuthTime = _server.Clock.Now };

        var outcome = await _server.AuthorizeAsync(
            ("request", signed), ("state", "evil"), ("nonce", "evil"), ("scope", "openid write:reports"), ("redirect_uri", "https://evil.example/cb"), ("prompt", "none"));

        Assert.That(
            (outcome.Sent("state"), outcome.Response.RedirectUri.Value, outcome.Response.Delivery), Is.EqualTo(("signed", FrontChannel.Callback, ResponseDelivery.Fragment)));
        var code = await _server.CodeOfAsync(outcome);
        Assert.That((code.Nonce, code.Authorization.Scope.ToString()), Is.EqualTo(("signed", "openid")));
        var asked = _server.Person.Asked.Single();
        Assert.That((asked.MaxAge, asked.Interactive), Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(10), true)));
    }

    [TestCase("state")]
    [TestCase("nonce")]
    public async Task What_stands_outside_of_the_signature_alone_does_not_count(string name)
    {
        var claims = Claims();
        _ = claims.Remove("state") && claims.Remove("nonce");
        var outcome = await _server.AuthorizeAsync(("request", Sign(claims)), (name is "state" ? "nonce" : "state", null), (name, "outside"));
        Assert.That((outcome.SentOrNull("state"), (await _server.CodeOfAsync(outcome)).Nonce), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task Lists_and_objects_survive()
    {
        _server.Options.Claims.ParameterSupported = true;
        _server.Options.Claims.Supported = ["email"];
        _server.App = _server.App with { AllowedClaims = ["email"] };
        var claims = Claims(("scope", new JsonArray("openid", "read:reports")), ("claims", JsonNode.Parse("""{"userinfo":{"email":null}}""")));
        claims["resource"] = new JsonArray("https://api.example", "https://files.example");

        var code = await _server.CodeOfAsync(await _server.AuthorizeAsync(("request", Sign(claims))));

        Assert.That(code.Authorization.Resources, Is.EqualTo(new[] { "https://api.example", "https://files.example" }));
        Assert.That((code.Authorization.Scope.ToString(), code.Authorization.Claims), Is.EqualTo(("openid read:reports", """{"userinfo":{"email":null}}""")));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, Action<JsonObject> change, RequestObjectFault fault) => new TestCaseData(change, fault).SetName($"Refused_{name}");
        return
        [
            Case("another_issuer", claims => claims["iss"] = "other", RequestObjectFault.Client),
            Case("no_issuer", claims => claims.Remove("iss"), RequestObjectFault.Claims),
            Case("another_client_id", claims => claims["client_id"] = "other", RequestObjectFault.Client),
            Case("no_client_id", claims => claims.Remove("client_id"), RequestObjectFault.Claims),
            Case("another_audience", claims => claims["aud"] = "https://other.example", RequestObjectFault.Audience),
            Case("no_audience", claims => claims.Remove("aud"), RequestObjectFault.Claims),
            Case("an_audience_that_is_not_all_text", claims => claims["aud"] = new JsonArray(FrontChannel.Issuer, 7), RequestObjectFault.Claims),
            Case("a_request_inside", claims => claims["request"] = "x", RequestObjectFault.Nested),
            Case("a_request_uri_inside", claims => claims["request_uri"] = "x", RequestObjectFault.Nested),
            Case("expired", claims => claims["exp"] = Now, RequestObjectFault.Time),
            Case("expiry_that_is_no_number", claims => claims["exp"] = "soon", RequestObjectFault.Claims),
            Case("issued_in_the_future", claims => claims["iat"] = Now + 61, RequestObjectFault.Time),
            Case("not_yet_valid", claims => claims["nbf"] = Now + 61, RequestObjectFault.Time),
        ];
    }

    [TestCaseSource(nameof(Refused))]
    public async Task Claims_are_checked(Action<JsonObject> change, Enum fault)
    {
        var claims = Claims();
        change(claims);
        Assert.That((await _server.AuthorizeAsync(("request", Sign(claims)))).Sent("error"), Is.EqualTo("invalid_request_object"));
        var pushed = (await _server.PushAsync(FrontChannel.Push(("request", Sign(claims))))).Error;
        Assert.That((pushed.Code, pushed.Fault), Is.EqualTo(("invalid_request_object", (Enum)fault)));
    }

    [TestCase("aud")]
    [TestCase("iat")]
    [TestCase("nbf")]
    public async Task Lawful_variants_pass(string name)
    {
        var claims = Claims();
        claims[name] = name is "aud" ? new JsonArray("https://x.example", FrontChannel.Issuer) : Now + 10;
        Assert.That((await _server.AuthorizeAsync(("request", Sign(claims)))).Sent("code"), Is.Not.Empty);
    }

    [Test]
    public async Task Only_a_registered_key_under_its_own_algorithm_counts()
    {
        Assert.That(await ErrorOfAsync(Sign(Claims(), key: ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportParameters(true))), Is.EqualTo("invalid_request_object"));
        Assert.That(await ErrorOfAsync(Sign(Claims(), kid: "unknown")), Is.EqualTo("invalid_request_object"));
        Assert.That(await ErrorOfAsync(Sign(Claims(), kid: "k1")), Is.Null);
        Assert.That(await ErrorOfAsync(Sign(Claims(), kid: null)), Is.Null);
        Assert.That(await ErrorOfAsync(Sign(Claims(), alg: "ES384")), Is.EqualTo("invalid_request_object"));
        Assert.That(await ErrorOfAsync(Sign(Claims(), alg: "HS256")), Is.EqualTo("invalid_request_object"));
        Assert.That(await ErrorOfAsync(Sign(Claims(), alg: "RS256")), Is.EqualTo("invalid_request_object"));
    }

    [Test]
    public async Task Only_an_accepted_algorithm_counts()
    {
        _server.Options.RequestObjects.SigningAlgorithms = ["PS256"];
        Assert.That(await ErrorOfAsync(Sign(Claims())), Is.EqualTo("invalid_request_object"));
    }

    [TestCase("none", "")]
    [TestCase("None", "")]
    [TestCase("none", "AA")]
    public async Task An_unsigned_object_is_not_supported(string alg, string signature)
    {
        var text = Sign(Claims(), alg: alg);
        var unsigned = text[..(text.LastIndexOf('.') + 1)] + signature;
        Assert.That(await ErrorOfAsync(unsigned), Is.EqualTo("request_not_supported"));
        Assert.That((await _server.PushAsync(FrontChannel.Push(("request", unsigned)))).Error.Fault, Is.EqualTo(RequestObjectFault.Algorithm));
        _server.App = _server.App with { RequireSignedRequestObject = true };
        Assert.That((await _server.PushAsync(FrontChannel.Push(("request", unsigned)))).Error.Code, Is.EqualTo("invalid_request_object"));
    }

    [TestCase(null, null)]
    [TestCase("JWT", null)]
    [TestCase("oauth-authz-req+jwt", null)]
    [TestCase("OAuth-Authz-Req+JWT", null)]
    [TestCase("dpop+jwt", "invalid_request_object")]
    [TestCase("at+jwt", "invalid_request_object")]
    public async Task Another_kind_of_JWT_is_no_request(string? typ, string? error) => Assert.That(await ErrorOfAsync(Sign(Claims(), typ: typ)), Is.EqualTo(error));

    [Test]
    public async Task A_critical_header_is_refused() => Assert.That(await ErrorOfAsync(Sign(Claims(), crit: true)), Is.EqualTo("invalid_request_object"));

    [Test]
    public async Task A_client_without_keys_cannot_sign()
    {
        _server.App = _server.App with { Jwks = null };
        Assert.That(await ErrorOfAsync(Sign(Claims())), Is.EqualTo("invalid_request_object"));
    }

    [Test]
    public async Task A_fault_without_a_registered_outer_redirect_is_shown() =>
        Assert.That((await _server.AuthorizeAsync(("request", "garbage"), ("redirect_uri", "https://evil.example/cb"))).Shown.Code, Is.EqualTo("invalid_request_object"));

    [Test]
    public async Task The_signed_redirect_uri_must_be_registered() =>
        Assert.That((await _server.AuthorizeAsync(("request", Sign(Claims(("redirect_uri", "https://evil.example/cb")))))).Shown.Code, Is.EqualTo("invalid_request"));

    [Test]
    public async Task The_nonce_policy_looks_at_the_signed_scope()
    {
        _server.Options.Authorization.RequireNonce = true;
        var claims = Claims();
        claims.Remove("nonce");
        Assert.That(await ErrorOfAsync(Sign(claims), ("scope", "read:reports")), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Signed_thumbprint_wins_over_the_unsigned_one()
    {
        var outcome = await _server.AuthorizeAsync(("request", Sign(Claims(("dpop_jkt", FrontChannel.Challenge)))), ("dpop_jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
        Assert.That((await _server.CodeOfAsync(outcome)).DpopJkt, Is.EqualTo(FrontChannel.Challenge));
    }

    [Test]
    public async Task A_pushed_object_is_verified_again_when_the_browser_comes()
    {
        var claims = Claims(("exp", Now + 30), ("state", "signed"));
        var reference = await _server.PushedAsync(("request", Sign(claims)), ("scope", "openid write:reports"));
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("request_uri", reference)))).Authorization.Scope.ToString(), Is.EqualTo("openid read:reports"));

        reference = await _server.PushedAsync(("request", Sign(claims)));
        _server.Clock.Advance(TimeSpan.FromSeconds(31));
        var outcome = await _server.AuthorizeAsync(("request_uri", reference));
        Assert.That((outcome.Sent("error"), outcome.Sent("state")), Is.EqualTo(("invalid_request_object", "signed")));
    }

    [TestCase(-3599, 3600, null, null)]
    [TestCase(0, 300, "oauth-authz-req+jwt", null)]
    [TestCase(10, 300, null, null)]
    [TestCase(-3601, 3602, null, "invalid_request_object")]
    [TestCase(0, 3601, null, "invalid_request_object")]
    [TestCase(0, 300, "JWT", "invalid_request_object")]
    [TestCase(null, 300, null, "invalid_request_object")]
    [TestCase(0, null, null, "invalid_request_object")]
    public async Task Message_signing_bounds_the_life_of_a_request(int? nbf, int? life, string? typ, string? error)
    {
        _server.Options.RequestObjects.Policy = RequestObjectPolicy.FapiMessageSigning;
        var claims = Claims();
        claims.Remove("exp");
        if (nbf is not null)
        {
            claims["nbf"] = Now + nbf;
        }

        if (life is not null)
        {
            claims["exp"] = Now + (nbf ?? 0) + life;
        }

        Assert.That(await ErrorOfAsync(Sign(claims, typ: typ)), Is.EqualTo(error));
    }

    [Test]
    public async Task A_signature_may_be_demanded()
    {
        _server.Options.RequestObjects.Policy = RequestObjectPolicy.FapiMessageSigning;
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That((await _server.PushAsync(FrontChannel.Push())).Error.Code, Is.EqualTo("invalid_request"));
        _server.Options.RequestObjects.Policy = RequestObjectPolicy.Generic;
        _server.App = _server.App with { RequireSignedRequestObject = true };
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_signature_is_no_push()
    {
        _server.Options.PushedAuthorization.Required = true;
        Assert.That(await ErrorOfAsync(Sign(Claims())), Is.EqualTo("invalid_request"));
    }

    [Test(Description = "OpenID Connect Dynamic Client Registration §2: request_object_signing_alg")]
    public async Task An_algorithm_that_the_client_registered_is_the_only_one()
    {
        _server.App = _server.App with { RequestObjectSigningAlg = "ES256" };
        Assert.That(await ErrorOfAsync(Sign(Claims())), Is.Null);
        _server.App = _server.App with { RequestObjectSigningAlg = "PS256" };
        var refused = await _server.AuthorizeAsync(("request", Sign(Claims())));
        Assert.That((refused.Sent("error"), refused.Sent("error_description")), Is.EqualTo(("invalid_request_object", "the request object is refused: its alg is not accepted")));
        var expired = await _server.AuthorizeAsync(("request", Sign(Claims(("exp", Now)))));
        Assert.That(expired.Sent("error_description"), Is.EqualTo("the request object is refused: its claims are not acceptable"));
    }

    [Test(Description = "RFC 9101 §4, RFC 6749 §3.1: what the JWT itself needs is no parameter, and null is none")]
    public async Task Only_parameters_are_taken_from_the_claims()
    {
        var reference = await _server.PushedAsync(("request", Sign(Claims(("iat", Now), ("nbf", Now), ("jti", "j"), ("x", null)))));
        var stored = (await _server.Pushed.FindAsync(TokenHash.Of(reference), CancellationToken.None))!.Parameters.Select(pair => pair.Key);
        Assert.That(
            stored.Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "request", "response_type", "scope", "state" }));
    }

    [Test]
    public async Task A_repeated_parameter_beside_a_signed_request_is_refused_all_the_same()
    {
        var request = FrontChannel.Request(("request", Sign(Claims())));
        var polluted = request with { Parameters = new RequestParameters([.. request.Parameters, new("scope", "openid")]) };
        Assert.That((await _server.AuthorizeAsync(polluted)).Sent("error_description"), Is.EqualTo("scope is repeated"));
    }

    private async Task<string?> ErrorOfAsync(string requestObject, params (string, string?)[] changes) =>
        (await _server.AuthorizeAsync([("request", requestObject), .. changes])).SentOrNull("error");

    private string Sign(JsonObject claims, string alg = "ES256", string? kid = "k1", string? typ = null, ECParameters? key = null, bool crit = false) =>
        RequestObjects.Sign(claims, key ?? _key, alg, kid, typ, crit);
}
