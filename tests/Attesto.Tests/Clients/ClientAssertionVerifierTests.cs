using System.Text.Json.Nodes;
using Attesto.Clients;
using Attesto.Outbound;
using Attesto.Stores;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Attesto.Tests.Tokens;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

/// <summary><c>private_key_jwt</c> (OpenID Connect Core §9, RFC 7523 §3) and the attacks on it.</summary>
public sealed class ClientAssertionVerifierTests
{
    private Issuer _issuer = null!;
    private InMemoryReplayStore _replays = null!;

    [SetUp]
    public void Start() => (_issuer, _replays) = (new Issuer(), new InMemoryReplayStore(new Attesto.Testing.FakeClock()));

    [Test]
    public async Task An_assertion_proves_its_client([Values("ES256", "PS256", "EdDSA")] string algorithm)
    {
        var key = TestKeys.Signing(TestKeys.PemFor(algorithm), algorithm);
        Assert.That(await FaultOf(Sign(key, Claims()), AClient(key)), Is.Null);
    }

    [TestCase("iss", "\"other\"", ClientAssertionFault.WrongClient)]
    [TestCase("iss", null, ClientAssertionFault.BadClaims)]
    [TestCase("sub", "\"other\"", ClientAssertionFault.WrongClient)]
    [TestCase("sub", null, ClientAssertionFault.BadClaims)]
    [TestCase("aud", "[\"https://as.example\"]", ClientAssertionFault.WrongAudience, Description = "a list, even of one")]
    [TestCase("aud", "[\"https://as.example\",\"https://evil.example\"]", ClientAssertionFault.WrongAudience)]
    [TestCase("aud", "\"https://as.example/oauth/token\"", null)]
    [TestCase("aud", "\"https://as.example/\"", ClientAssertionFault.WrongAudience)]
    [TestCase("aud", null, ClientAssertionFault.BadClaims)]
    [TestCase("exp", "@0", ClientAssertionFault.BadLifetime)]
    [TestCase("exp", "@1", null)]
    [TestCase("exp", "@3600", null)]
    [TestCase("exp", "@3601", ClientAssertionFault.BadLifetime)]
    [TestCase("exp", null, ClientAssertionFault.BadClaims)]
    [TestCase("exp", "\"9999999999\"", ClientAssertionFault.BadClaims)]
    [TestCase("iat", "@60", null)]
    [TestCase("iat", "@61", ClientAssertionFault.BadLifetime)]
    [TestCase("iat", "\"x\"", ClientAssertionFault.BadClaims)]
    [TestCase("iat", null, null)]
    [TestCase("nbf", "@61", ClientAssertionFault.BadLifetime)]
    [TestCase("jti", null, ClientAssertionFault.BadClaims)]
    [TestCase("jti", "\"\"", ClientAssertionFault.BadClaims)]
    [TestCase("jti", "7", ClientAssertionFault.BadClaims)]
    public async Task Each_claim_is_checked(string name, string? json, Enum? expected)
    {
        var claims = Claims();
        claims.Remove(name);
        if (json is not null)
        {
            claims[name] = json[0] == '@' ? JsonValue.Create(_issuer.Now + long.Parse(json.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)) : JsonNode.Parse(json);
        }

        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.EqualTo(expected));
    }

    [TestCase("""{"alg":"none"}""", ClientAssertionFault.UnsupportedAlgorithm)]
    [TestCase("""{"alg":"HS256"}""", ClientAssertionFault.UnsupportedAlgorithm)]
    [TestCase("""{"alg":"RS384"}""", ClientAssertionFault.UnsupportedAlgorithm)]
    [TestCase("""{"alg":"RS256"}""", ClientAssertionFault.BadSignature, Description = "an ES256 signature under another name")]
    [TestCase("""{"alg":"ES384"}""", ClientAssertionFault.UnsupportedAlgorithm)]
    [TestCase("""{"alg":"PS256"}""", ClientAssertionFault.BadSignature, Description = "an ES256 signature under another name")]
    [TestCase("""{"alg":"ES256","kid":"unknown"}""", ClientAssertionFault.BadSignature)]
    [TestCase("""{"alg":"ES256","typ":"dpop+jwt"}""", ClientAssertionFault.WrongType)]
    [TestCase("""{"alg":"ES256","typ":"oauth-authz-req+jwt"}""", ClientAssertionFault.WrongType)]
    [TestCase("""{"alg":"ES256","typ":"at+jwt"}""", ClientAssertionFault.WrongType)]
    [TestCase("""{"alg":"ES256","typ":"client-authentication+jwt"}""", null)]
    [TestCase("""{"alg":"ES256","typ":"JWT"}""", null)]
    [TestCase("""{"alg":"ES256"}""", null, Description = "without a kid every registered key is tried")]
    [TestCase("""{"alg":"ES256","crit":["exp"]}""", ClientAssertionFault.Malformed)]
    public async Task The_header_cannot_talk_its_way_in(string header, Enum? expected) =>
        Assert.That(await FaultOf(Forge.Signed(TestKeys.Es256, header, Claims().ToJsonString())), Is.EqualTo(expected));

    [Test]
    public async Task A_key_that_the_header_brings_along_is_not_registered()
    {
        var stranger = TestKeys.NewEs256();
        var header = $$"""{"alg":"ES256","jwk":{{stranger.Json}},"jku":"https://evil.example/jwks"}""";
        Assert.That(await FaultOf(Forge.Signed(stranger, header, Claims().ToJsonString())), Is.EqualTo(ClientAssertionFault.BadSignature));
    }

    [TestCase("RS256", null)]
    [TestCase("PS256", ClientAssertionFault.UnsupportedAlgorithm)]
    public async Task A_client_that_registered_an_algorithm_uses_no_other(string algorithm, Enum? expected)
    {
        var client = AClient(TestKeys.Rs256) with { TokenEndpointAuthSigningAlg = algorithm };
        Assert.That(await FaultOf(Sign(TestKeys.Rs256, Claims()), client), Is.EqualTo(expected));
    }

    [Test(Description = "RFC 7517 §4.4: alg is optional, and binds a key only where it stands")]
    public async Task An_RSA_key_that_names_no_algorithm_fits_every_allowed_one_of_RSA()
    {
        var client = new Client { Id = "app", Jwks = TestKey.SetOf(Unlabelled(TestKeys.Rs256)) };
        Assert.That(await FaultOf(Sign(TestKeys.Ps256, Claims()), client), Is.Null);
        _issuer.Options.ClientAuthentication.SigningAlgorithms = ["RS256", "PS256"];
        Assert.That(await FaultOf(Sign(TestKeys.Rs256, Claims()), client), Is.Null);
        Assert.That(await FaultOf(Sign(TestKeys.Ps256, Claims()), client), Is.Null);
        Assert.That(await FaultOf(Sign(TestKeys.Signing(TestKeys.RsaPem, "PS384"), Claims()), client), Is.EqualTo(ClientAssertionFault.UnsupportedAlgorithm));
        Assert.That(await FaultOf(Sign(TestKeys.Ps256, Claims()), AClient(TestKeys.Rs256)), Is.EqualTo(ClientAssertionFault.BadSignature), "one that names RS256");
    }

    [Test]
    public async Task A_client_without_keys_has_no_assertions() =>
        Assert.That(await FaultOf(Sign(TestKeys.Es256, Claims()), new Client { Id = "app" }), Is.EqualTo(ClientAssertionFault.BadSignature));

    [Test]
    public async Task An_assertion_counts_once_per_client()
    {
        var assertion = Sign(TestKeys.Es256, Claims("same"));
        Assert.That(await FaultOf(assertion), Is.Null);
        Assert.That(await FaultOf(assertion), Is.EqualTo(ClientAssertionFault.Replayed));
        Assert.That(await FaultOf(Sign(TestKeys.Es256, Claims("same"))), Is.EqualTo(ClientAssertionFault.Replayed), "signed anew, the same jti");
        var other = AClient(TestKeys.Es256) with { Id = "other" };
        var claims = Claims("same");
        (claims["iss"], claims["sub"]) = ("other", "other");
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims), other), Is.Null);
    }

    [Test]
    public async Task A_refused_assertion_is_not_spent()
    {
        var stranger = TestKeys.NewEs256();
        Assert.That(await FaultOf(Forge.Signed(stranger, """{"alg":"ES256"}""", Claims("j").ToJsonString())), Is.EqualTo(ClientAssertionFault.BadSignature));
        Assert.That(await FaultOf(Sign(TestKeys.Es256, Claims("j"))), Is.Null, "nobody else can burn a client's jti");
    }

    [Test]
    public async Task A_jti_may_be_long()
    {
        var claims = Claims(new string('j', 20_000));
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.Null);
        Assert.That(await FaultOf(Sign(TestKeys.Es256, Claims(new string('j', 1 << 20)))), Is.EqualTo(ClientAssertionFault.Malformed));
    }

    [TestCase("\"https://as.example/oauth/token\"", null)]
    [TestCase("[\"https://as.example\",\"https://as.example/oauth/token\"]", null)]
    [TestCase("\"https://as.example/oauth/par\"", null, Description = "the endpoint that is called")]
    [TestCase("\"https://as.example\"", null)]
    [TestCase("\"https://evil.example/oauth/token\"", ClientAssertionFault.WrongAudience)]
    [TestCase("\"https://evil.example\"", ClientAssertionFault.WrongAudience)]
    public async Task An_option_widens_the_audience_for_older_clients(string audience, Enum? expected)
    {
        _issuer.Options.ClientAuthentication.AssertionAudience = ClientAssertionAudience.AnyOfSeveral;
        var claims = Claims();
        claims["aud"] = JsonNode.Parse(audience);
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.EqualTo(expected));
    }

    [TestCase("\"https://mtls.example/oauth/token\"", null, null, Description = "RFC 8705 §5: the alias is advertised, too")]
    [TestCase("\"https://as.example/oauth/par\"", null, null, Description = "RFC 9126 §2")]
    [TestCase("[\"https://as.example\"]", null, ClientAssertionFault.WrongAudience)]
    [TestCase("\"https://as.example/oauth/token\"", ClientAssertionAudience.Issuer, ClientAssertionFault.WrongAudience)]
    [TestCase("\"https://as.example\"", ClientAssertionAudience.Issuer, null)]
    public async Task The_audience_is_one_of_the_urls_that_are_advertised(string audience, ClientAssertionAudience? option, Enum? expected)
    {
        (_issuer.Options.Mtls.Enabled, _issuer.Options.Mtls.AliasOrigin, _issuer.Options.ClientAuthentication.AssertionAudience) = (true, "https://mtls.example", option);
        var claims = Claims();
        claims["aud"] = JsonNode.Parse(audience);
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.EqualTo(expected));
    }

    [Test(Description = "Libraries sign for an hour; a FAPI profile takes five minutes")]
    public async Task A_profile_shortens_the_life_of_an_assertion()
    {
        var claims = Claims();
        claims["exp"] = _issuer.Now + 3600;
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.Null);
        _issuer.Options.Profile = SecurityProfile.Fapi2Security;
        claims["jti"] = "other";
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.EqualTo(ClientAssertionFault.BadLifetime));
        claims["exp"] = _issuer.Now + 300;
        Assert.That(await FaultOf(Sign(TestKeys.Es256, claims)), Is.Null);
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("a.b.c")]
    public async Task Garbage_is_refused(string assertion) => Assert.That(await FaultOf(assertion), Is.EqualTo(ClientAssertionFault.Malformed));

    private JsonObject Claims(string? id = null) => new()
    {
        ["iss"] = "app",
        ["sub"] = "app",
        ["aud"] = Issuer.Url,
        ["iat"] = _issuer.Now,
        ["exp"] = _issuer.Now + 60,
        ["jti"] = id ?? Secret.NewId(),
    };

    private static string Sign(TestKey key, JsonObject claims) => Forge.Signed(key, Forge.Header(key), claims.ToJsonString());

    private static Client AClient(TestKey key) => new() { Id = "app", Jwks = key.Set };

    private static JsonWebKey Unlabelled(TestKey key) => new(key.Json) { Alg = null };

    private async Task<ClientAssertionFault?> FaultOf(string assertion, Client? client = null) =>
        await new ClientAssertionVerifier(
            new RemoteKeys(new ClosedOutboundClient(), _issuer.Clock), _replays, new EndpointUrls(_issuer.Wrapped), _issuer.Profiles, TestKeys.Algorithms, _issuer.Wrapped,
                _issuer.Clock)
            .VerifyAsync(assertion, client ?? AClient(TestKeys.Es256), default);
}
