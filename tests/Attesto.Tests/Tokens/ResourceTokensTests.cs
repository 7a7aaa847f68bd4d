using System.Buffers.Text;
using System.Text.Json.Nodes;
using Attesto.Introspection;
using Attesto.Issuing;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Tokens;

/// <summary>Access tokens as each API wants them: algorithm, type, lifetime and claims (RFC 8707 §2, RFC 9068 §2).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ResourceTokensTests : IAsyncDisposable
{
    private const string Spring = "https://spring.example";

    private readonly Server _server = new(services => services.AddSingleton<ITokenExchangePolicy>(new Everywhere()));

    public ResourceTokensTests()
    {
        _server.Claims.UserInfo = new JsonObject { ["name"] = "Alice", ["email"] = "alice@example.org", ["groups"] = new JsonArray("admins") };
        _server.Settings.Scopes.Claims["read:reports"] = "groups";
        _server.Settings.Resources.Supported =
        [
            new() { Uri = Spring, SigningAlgorithm = "RS256", AccessTokenType = "JWT", AccessTokenLifetime = TimeSpan.FromMinutes(2), Claims = ["email", "groups"] },
            new() { Uri = "https://other.example", SigningAlgorithm = "RS256", AccessTokenType = "JWT", AccessTokenLifetime = TimeSpan.FromHours(1), Claims = ["groups"] },
            "https://plain.example",
        ];
    }

    [TearDown]
    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Test]
    public async Task An_API_gets_its_tokens_as_it_says_and_the_others_as_before()
    {
        var theirs = await TokenAsync(Spring);
        Assert.That(Shape(theirs), Is.EqualTo(("RS256", "JWT", 120)));
        foreach (var plain in new[] { await TokenAsync("https://plain.example"), await TokenAsync() })
        {
            Assert.That(Shape(plain), Is.EqualTo(("ES256", "at+jwt", 900)));
            Assert.That(Server.Payload(plain.AccessToken), Does.Not.ContainKey("groups"));
        }
    }

    [Test]
    public async Task The_servers_own_audience_may_stand_in_the_list_too()
    {
        _server.Settings.Resources.Supported.Add(new() { Uri = Server.Issuer, SigningAlgorithm = "RS256" });
        Assert.That(Shape(await TokenAsync()).Algorithm, Is.EqualTo("RS256"));
    }

    [Test]
    public async Task Its_claims_are_told_as_far_as_a_granted_scope_opens_them()
    {
        var claims = Server.Payload((await TokenAsync(Spring)).AccessToken);
        Assert.That(claims["groups"]?.ToJsonString(), Is.EqualTo("""["admins"]"""));
        Assert.That(claims, Does.Not.ContainKey("email").And.Not.ContainKey("name"), "the one was not granted, the other is not its own");
    }

    [Test]
    public async Task What_the_principal_policy_says_stays()
    {
        _server.Principals.Find = _ => new Principal("user", "usr_alice") { Claims = new JsonObject { ["groups"] = "mine" } };
        Assert.That((string?)Server.Payload((await TokenAsync(Spring)).AccessToken)["groups"], Is.EqualTo("mine"));
    }

    [Test]
    public async Task What_an_API_gets_is_added_to_what_the_principal_policy_says()
    {
        _server.Principals.Find = _ => new Principal("user", "usr_alice") { Claims = new JsonObject { ["team"] = "blue" } };
        var claims = Server.Payload((await TokenAsync(Spring)).AccessToken);
        Assert.That(((string?)claims["team"], claims["groups"]?.ToJsonString()), Is.EqualTo(("blue", """["admins"]""")));
    }

    [Test]
    public async Task A_token_for_several_is_what_they_agree_on()
    {
        var agreed = await TokenAsync(Spring, "https://other.example");
        Assert.That(Shape(agreed), Is.EqualTo(("RS256", "JWT", 120)));
        Assert.That(Server.Payload(agreed.AccessToken), Contains.Key("groups"));

        var mixed = await TokenAsync(Spring, "https://plain.example");
        Assert.That(Shape(mixed), Is.EqualTo(("ES256", "at+jwt", 120)));
        Assert.That(Server.Payload(mixed.AccessToken), Does.Not.ContainKey("groups"));
    }

    [Test]
    public async Task The_servers_own_verifier_takes_what_it_was_told_to_issue()
    {
        var token = (await TokenAsync(Spring)).AccessToken;
        Assert.That((await _server.Get<AccessTokenVerifier>().VerifyAsync(token, [Spring], default)).TryGet(out _, out _), Is.True);
        var answer =
            await _server.Get<IntrospectionService>().HandleAsync(Server.Post(("client_id", "service"), ("client_secret", Server.Secret), ("token", await OwnAsync())), default);
        Assert.That((bool)Server.Answer(answer).Body["active"]!, Is.True);
    }

    [TestCase("https://plain.example", false)]
    [TestCase("https://other.example", true)]
    public async Task An_exchange_leaves_behind_what_was_for_the_other_API(string resource, bool hasGroups)
    {
        var exchanged = Server.Tokens(await _server.TokenAsync(
            ("grant_type", GrantTypes.TokenExchange), ("client_id", "service"), ("client_secret", Server.Secret),
            ("subject_token", (await TokenAsync(Spring)).AccessToken), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"), ("resource", resource)));
        Assert.That(Server.Payload(exchanged.AccessToken).ContainsKey("groups"), Is.EqualTo(hasGroups));
    }

    [Test(Description = "RFC 6749 §4.1.2")]
    public void A_code_is_remembered_as_long_as_the_longest_token_of_it_can_live() =>
        Assert.That(Attesto.Resources.AccessTokenFormat.LongestLifetime(_server.Settings), Is.EqualTo(TimeSpan.FromHours(1)));

    private static (string? Algorithm, string? Type, int Lifetime) Shape(TokenResponse tokens)
    {
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[0]))!;
        return ((string?)header["alg"], (string?)header["typ"], tokens.ExpiresIn);
    }

    private Task<TokenResponse> TokenAsync(params string[] resources) =>
        _server.FirstTokensAsync(_server.NewAuthorization(scope: "openid read:reports") with { Resources = [.. resources] });

    private async Task<string> OwnAsync() => Server.Tokens(await _server.TokenAsync(
        ("grant_type", "client_credentials"), ("client_id", "service"), ("client_secret", Server.Secret), ("resource", Spring))).AccessToken;

    private sealed class Everywhere : ITokenExchangePolicy
    {
        public ValueTask<bool> AllowsAsync(TokenExchangeContext context, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }
}
