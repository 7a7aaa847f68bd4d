using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

[TestFixture]
public sealed class JwtBearerGrantTests
{
    private const string Idp = "https://idp.example";
    private static readonly TestKey IdpKey = TestKeys.NewEs256();

    private readonly People _people = new();
    private Server _server = null!;

    [SetUp]
    public void SetUp()
    {
        _people.Find = request => request.Subject == "external-1" ? "alice" : null;
        _server = new Server(services => services.AddSingleton<IAssertionSubjectPolicy>(_people));
        _server.Settings.JwtBearer.Enabled = true;
        _server.Settings.JwtBearer.Issuers.Add(new AssertionIssuer { Issuer = Idp, Jwks = Jwks(IdpKey) });
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task An_assertion_buys_an_access_token_and_never_a_refresh_token()
    {
        var outcome = await AskAsync(Assertion(claims => claims["scope"] = "openid offline_access read:reports"));

        var tokens = Server.Tokens(outcome);
        Assert.That((string?)Server.Payload(tokens.AccessToken)["sub"], Is.EqualTo("usr_alice"));
        Assert.That((tokens.RefreshToken, tokens.IdToken), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(outcome.Events.Single(), Has.Property("Name").EqualTo(EventName.TokenIssued).And.Property("GrantType").EqualTo(GrantTypes.JwtBearer));
    }

    [Test]
    public async Task A_failure_to_issue_is_no_replay()
    {
        _server.Principals.Find = _ => new Principal("made_up", "usr_alice");
        Assert.That(Server.Error(await AskAsync(Assertion())).Fault, Is.EqualTo(TokenFault.BadPrincipal));
    }

    [Test]
    public async Task When_it_is_off_it_is_not_supported()
    {
        _server.Settings.JwtBearer.Enabled = false;

        Assert.That(Server.Error(await AskAsync(Assertion())).Code, Is.EqualTo("unsupported_grant_type"));
        Assert.That(_server.Get<OfferedGrants>().GrantTypes, Does.Not.Contain(GrantTypes.JwtBearer));
    }

    [Test]
    public async Task A_missing_assertion_is_an_invalid_request() =>
        Assert.That(Server.Error(await _server.TokenAsync(Body(null))).Code, Is.EqualTo("invalid_request"));

    private static readonly (string Name, Action<JsonObject> Change)[] BadClaims =
    [
        ("another issuer", claims => claims["iss"] = "https://other.example"),
        ("no issuer", claims => claims.Remove("iss")),
        ("another audience", claims => claims["aud"] = "https://other.example"),
        ("two audiences", claims => claims["aud"] = new JsonArray(Server.Issuer, "https://other.example")),
        ("no audience", claims => claims.Remove("aud")),
        ("another client", claims => claims["client_id"] = "app"),
        ("no client", claims => claims.Remove("client_id")),
        ("no subject", claims => claims.Remove("sub")),
        ("an empty subject", claims => claims["sub"] = ""),
        ("a number as subject", claims => claims["sub"] = 1),
        ("an unknown subject", claims => claims["sub"] = "external-2"),
        ("no id", claims => claims.Remove("jti")),
        ("no expiry", claims => claims.Remove("exp")),
        ("a text expiry", claims => claims["exp"] = "soon"),
        ("no issue time", claims => claims.Remove("iat")),
        ("expired", claims => { claims["iat"] = Now - 200; claims["exp"] = Now; }),
        ("from the future", claims => { claims["iat"] = Now + 61; claims["exp"] = Now + 200; }),
        ("not yet valid", claims => claims["nbf"] = Now + 61),
        ("valid for too long", claims => claims["exp"] = Now + 301),
        ("a list of scopes", claims => claims["scope"] = new JsonArray("a")),
        ("an empty resource list", claims => claims["resource"] = new JsonArray()),
        ("a mixed resource list", claims => claims["resource"] = new JsonArray(Server.Api, 1)),
        ("a restriction that is not understood", claims => claims["authorization_details"] = new JsonArray()),
        ("a confirmation that is not understood", claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = new string('a', 43) }),
        ("a key that is not proven", claims => claims["cnf"] = new JsonObject { ["jkt"] = new string('a', 43) }),
    ];

    private static long Now => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [TestCaseSource(nameof(BadClaimNames))]
    public async Task A_bad_claim_is_refused_without_a_reason(string name) =>
        await AssertRefusedAsync(Assertion(BadClaims.Single(bad => bad.Name == name).Change));

    private static IEnumerable<string> BadClaimNames => BadClaims.Select(bad => bad.Name);

    [Test]
    public async Task A_bad_signature_type_or_shape_is_refused_without_a_reason()
    {
        var payload = Payload().ToJsonString();
        string[] assertions =
        [
            "garbage",
            Forge.Unsigned("""{"alg":"none","typ":"oauth-id-jag+jwt"}""", payload, ""),
            Forge.Signed(TestKeys.NewEs256(), Forge.Header(IdpKey, "oauth-id-jag+jwt"), payload),
            Forge.Signed(IdpKey, Forge.Header(IdpKey, "JWT"), payload),
            Forge.Signed(IdpKey, Forge.Header(IdpKey), payload),
            Forge.Signed(IdpKey, $$"""{"alg":"ES256","kid":"{{IdpKey.KeyId}}","typ":"oauth-id-jag+jwt","crit":["x"]}""", payload),
            Forge.Signed(IdpKey, Forge.Header(IdpKey, "oauth-id-jag+jwt"), "[1]"),
        ];

        foreach (var assertion in assertions)
        {
            await AssertRefusedAsync(assertion);
        }
    }

    [Test]
    public async Task The_type_has_no_case() =>
        Assert.That((await AskAsync(Forge.Signed(IdpKey, Forge.Header(IdpKey, "OAuth-ID-JAG+jwt"), Payload().ToJsonString()))).Answer.TryGet(out _, out _), Is.True);

    [Test]
    public async Task The_issuer_may_have_its_root_slash_or_not() =>
        Assert.That((await AskAsync(Assertion(claims => claims["aud"] = Server.Issuer + "/"))).Answer.TryGet(out _, out _), Is.True);

    [Test]
    public async Task One_audience_may_stand_in_a_list() =>
        Assert.That((await AskAsync(Assertion(claims => claims["aud"] = new JsonArray(Server.Issuer)))).Answer.TryGet(out _, out _), Is.True);

    [Test]
    public async Task An_assertion_is_spent_by_success_and_by_nothing_else()
    {
        var assertion = Assertion();
        Assert.That(Server.Error(await AskAsync(assertion, ("scope", "unknown"))).Code, Is.EqualTo("invalid_scope"));
        Assert.That(Server.Error(await AskAsync(assertion, ("resource", "https://unknown.example"))).Code, Is.EqualTo("invalid_target"));

        Assert.That((await AskAsync(assertion)).Answer.TryGet(out _, out _), Is.True);
        await AssertRefusedAsync(assertion, GrantFault.Replayed);
    }

    [Test]
    public async Task The_scope_of_the_assertion_is_a_ceiling()
    {
        string Ceiling() => Assertion(claims => claims["scope"] = "read:reports email");

        Assert.That(Server.Tokens(await AskAsync(Ceiling())).Scope, Is.EqualTo("read:reports email"));
        Assert.That(Server.Tokens(await AskAsync(Ceiling(), ("scope", "email"))).Scope, Is.EqualTo("email"));
        Assert.That(Server.Error(await AskAsync(Ceiling(), ("scope", "profile"))).Code, Is.EqualTo("invalid_scope"));
        Assert.That(Server.Tokens(await AskAsync(Assertion(), ("scope", "profile"))).Scope, Is.EqualTo("profile"), "no claim, no ceiling");
    }

    [Test]
    public async Task The_resource_of_the_assertion_is_a_ceiling()
    {
        string Ceiling() => Assertion(claims => claims["resource"] = Server.Api);

        Assert.That((string?)Server.Payload(Server.Tokens(await AskAsync(Ceiling())).AccessToken)["aud"], Is.EqualTo(Server.Api));
        Assert.That(Server.Error(await AskAsync(Ceiling(), ("resource", "https://files.example"))).Code, Is.EqualTo("invalid_target"));
    }

    [Test]
    public async Task A_confirmed_key_must_present_the_assertion()
    {
        var key = new string('k', 43);
        var request = Server.Post(Body(Assertion(claims => claims["cnf"] = new JsonObject { ["jkt"] = key })));

        Assert.That(Server.Error(await _server.TokenAsync(request with { Dpop = ["theirs"] })).Code, Is.EqualTo("invalid_grant"));
        Assert.That(Server.Tokens(await _server.TokenAsync(request with { Dpop = [key] })).TokenType, Is.EqualTo("DPoP"));
    }

    [Test]
    public async Task A_resolver_decides_where_no_issuer_is_listed()
    {
        await using var server = new Server(services => services
            .AddSingleton<IAssertionSubjectPolicy>(_people)
            .AddSingleton<IAssertionKeyResolver>(new Resolver()));
        server.Settings.JwtBearer.Enabled = true;

        Assert.That((await server.TokenAsync(Body(Assertion()))).Answer.TryGet(out _, out _), Is.True);
        Assert.That((await server.TokenAsync(Body(Assertion(claims => claims["iss"] = "https://other.example")))).Answer.TryGet(out _, out _), Is.False);
    }

    private async Task AssertRefusedAsync(string assertion, GrantFault fault = GrantFault.BadAssertion)
    {
        var error = Server.Error(await AskAsync(assertion));
        Assert.That((error.Code, error.Fault), Is.EqualTo(("invalid_grant", (Enum)fault)));
        Assert.That(error.Description, Is.EqualTo(OAuthError.InvalidGrant(fault).Description));
    }

    private Task<Outcome<TokenResponse>> AskAsync(string assertion, params (string, string)[] more) => _server.TokenAsync([.. Body(assertion), .. more]);

    private static (string, string)[] Body(string? assertion) =>
        [.. assertion is null ? Array.Empty<(string, string)>() : [("assertion", assertion)],
            ("grant_type", GrantTypes.JwtBearer), ("client_id", "service"), ("client_secret", Server.Secret)];

    private static string Assertion(Action<JsonObject>? change = null)
    {
        var claims = Payload();
        change?.Invoke(claims);
        return Forge.Signed(IdpKey, Forge.Header(IdpKey, "oauth-id-jag+jwt"), claims.ToJsonString());
    }

    private static JsonObject Payload() => new()
    {
        ["iss"] = Idp,
        ["sub"] = "external-1",
        ["aud"] = Server.Issuer,
        ["client_id"] = "service",
        ["jti"] = Secret.NewId(),
        ["iat"] = Now,
        ["exp"] = Now + 300,
    };

    private static string Jwks(TestKey key) => TestKey.JsonOf(writer => JsonWebKeyWriter.WriteSet(writer, [key.PublicKey]));

    private sealed class People : IAssertionSubjectPolicy
    {
        public Func<AssertionSubjectContext, string?> Find { get; set; } = _ => null;

        public ValueTask<string?> FindSubjectAsync(AssertionSubjectContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Find(context));
    }

    private sealed class Resolver : IAssertionKeyResolver
    {
        public ValueTask<JsonWebKeySet?> FindAsync(string issuer, string? keyId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<JsonWebKeySet?>(issuer == Idp ? IdpKey.Set : null);
    }
}
