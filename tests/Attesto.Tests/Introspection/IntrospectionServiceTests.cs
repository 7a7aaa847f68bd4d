using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Introspection;
using Attesto.Revocation;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Introspection;

[TestFixture]
public sealed class IntrospectionServiceTests
{
    private readonly Gate _gate = new();
    private Server _server = null!;

    [SetUp]
    public void SetUp()
    {
        _gate.Allows = (_, _) => true;
        _server = new Server(services => services.AddSingleton<IIntrospectionPolicy>(_gate));
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 7662 §2.2")]
    public async Task A_live_access_token_is_described()
    {
        var body = await InspectAsync((await _server.FirstTokensAsync(key: Server.Key)).AccessToken);

        Assert.That(body.Select(member => member.Key), Is.SupersetOf(new[] { "scope", "client_id", "sub", "aud", "iss", "exp", "iat", "jti", "cnf", "acr", "auth_time" }));
        Assert.That(((bool)body["active"]!, (string?)body["sub"], (string?)body["token_type"]), Is.EqualTo((true, "usr_alice", "DPoP")));
        Assert.That((string?)body["cnf"]!["jkt"], Is.EqualTo(Server.Key));
    }

    [Test(Description = "RFC 7662 §2.2, §4")]
    public async Task A_live_refresh_token_is_described_to_its_own_client_alone()
    {
        var body = await InspectAsync(await OwnRefreshTokenAsync());

        Assert.That(((bool)body["active"]!, (string?)body["sub"], (string?)body["client_id"]), Is.EqualTo((true, "usr_alice", "service")));
        Assert.That((string?)body["scope"], Is.EqualTo("openid offline_access read:reports"));
        Assert.That(body, Does.Not.ContainKey("token_type"));
        AssertDead(await InspectAsync((await _server.FirstTokensAsync()).RefreshToken!), "another client's, whatever the policy says");
    }

    [Test]
    public async Task A_token_for_a_served_resource_is_live_and_one_for_a_foreign_audience_is_not()
    {
        var authorization = _server.NewAuthorization() with { Resources = [Server.Api, "https://files.example"] };
        var token = (await _server.FirstTokensAsync(authorization)).AccessToken;
        Assert.That((bool)(await InspectAsync(token))["active"]!, Is.True);

        _server.Settings.Resources.Supported.RemoveAt(1);
        AssertDead(await InspectAsync(token));
    }

    [Test]
    public async Task What_is_dead_says_so_and_nothing_more()
    {
        var tokens = await _server.FirstTokensAsync();
        var refreshToken = await OwnRefreshTokenAsync();
        var next = Server.Tokens(await _server.TokenAsync([.. Server.Refresh(refreshToken, "service"), ("client_secret", Server.Secret)]));
        var forged = tokens.AccessToken[..^4] + (tokens.AccessToken.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBA" : "AAAA");

        AssertDead(await InspectAsync("garbage"));
        AssertDead(await InspectAsync("a.b.c"));
        AssertDead(await InspectAsync(new string('x', 1 << 20)));
        AssertDead(await InspectAsync(forged));
        AssertDead(await InspectAsync(tokens.IdToken!));
        AssertDead(await InspectAsync(refreshToken), "spent");
        _server.Clock.Advance(TimeSpan.FromMinutes(15));
        AssertDead(await InspectAsync(tokens.AccessToken), "expired");
        _server.Clock.Advance(TimeSpan.FromDays(14));
        AssertDead(await InspectAsync(next.RefreshToken!), "expired");
    }

    [Test]
    public async Task A_replayed_code_kills_its_access_token()
    {
        var code = await _server.CodeAsync();
        var token = Server.Tokens(await _server.TokenAsync(Server.Redeem(code))).AccessToken;
        Assert.That((bool)(await InspectAsync(token))["active"]!, Is.True);

        await _server.TokenAsync(Server.Redeem(code));

        AssertDead(await InspectAsync(token));
    }

    [Test(Description = "RFC 7009 §2.1")]
    public async Task With_a_refresh_token_its_grants_access_tokens_end()
    {
        var tokens = await _server.FirstTokensAsync();
        var renewed = Server.Tokens(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!)));
        Assert.That((bool)(await InspectAsync(renewed.AccessToken))["active"]!, Is.True);

        await _server.Get<RevocationService>().HandleAsync(Server.Post(("client_id", "app"), ("token", renewed.RefreshToken!)), CancellationToken.None);

        AssertDead(await InspectAsync(tokens.AccessToken));
        AssertDead(await InspectAsync(renewed.AccessToken));
    }

    [Test]
    public async Task The_tokens_of_a_person_who_is_gone_are_dead()
    {
        var tokens = await _server.FirstTokensAsync();
        _server.Principals.Find = _ => null;

        AssertDead(await InspectAsync(tokens.AccessToken));
    }

    [Test]
    public async Task The_tokens_of_a_revoked_client_are_dead()
    {
        var tokens = await _server.FirstTokensAsync();
        _server.Clients["app"] = _server.Clients["app"] with { IsRevoked = true };

        AssertDead(await InspectAsync(tokens.AccessToken));
    }

    [Test]
    public async Task A_policy_that_says_no_or_fails_makes_a_token_look_dead()
    {
        var token = (await _server.FirstTokensAsync()).AccessToken;

        _gate.Allows = (_, _) => false;
        AssertDead(await InspectAsync(token));
        _gate.Allows = (_, _) => throw new InvalidOperationException("down");
        AssertDead(await InspectAsync(token));
    }

    [Test]
    public async Task Without_a_policy_a_client_learns_about_its_own_tokens_only()
    {
        await _server.DisposeAsync();
        _server = new Server();
        var own = Server.Tokens(await _server.TokenAsync(("grant_type", "client_credentials"), ("client_id", "service"), ("client_secret", Server.Secret)));

        Assert.That((bool)(await InspectAsync(own.AccessToken))["active"]!, Is.True);
        AssertDead(await InspectAsync((await _server.FirstTokensAsync()).AccessToken));
    }

    [Test]
    public async Task The_policy_is_asked_about_live_tokens_only_and_cannot_change_the_answer()
    {
        var asked = 0;
        _gate.Allows = (_, token) => ++asked > 0 && token.Remove("sub");

        var body = await InspectAsync((await _server.FirstTokensAsync()).AccessToken);
        await InspectAsync("garbage");

        Assert.That((asked, body.ContainsKey("sub")), Is.EqualTo((1, true)));
    }

    [TestCase("application/token-introspection+jwt", true)]
    [TestCase("application/json, APPLICATION/token-introspection+jwt;q=0.1", true)]
    [TestCase("application/token-introspection+jwt;q=0", false)]
    [TestCase("application/token-introspection+jwt;q=nonsense", false)]
    [TestCase("*/*", false)]
    [TestCase("application/json", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public async Task The_signed_form_is_sent_when_it_is_asked_for(string? accept, bool signed)
    {
        var response = await AskAsync("garbage", accept);

        Assert.That(response.Jwt is not null, Is.EqualTo(signed));
    }

    [Test(Description = "RFC 9701 §5")]
    public async Task The_signed_form_is_for_the_caller_and_holds_the_answer()
    {
        var token = (await _server.FirstTokensAsync()).AccessToken;

        var jwt = (await AskAsync(token, "application/token-introspection+jwt")).Jwt!;

        var header = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[0]))!;
        var payload = Server.Payload(jwt);
        Assert.That((string?)header["typ"], Is.EqualTo("token-introspection+jwt"));
        Assert.That(((string?)payload["iss"], (string?)payload["aud"]), Is.EqualTo((Server.Issuer, "service")));
        Assert.That((bool)payload["token_introspection"]!["active"]!, Is.True);
        AssertDead(await InspectAsync(jwt), "a signed answer is no access token");
    }

    [Test]
    public async Task A_caller_authenticates_with_a_credential()
    {
        Assert.That(Server.Error(await SendAsync(Server.Post(("client_id", "app"), ("token", "x")))).Status, Is.EqualTo(400));
        Assert.That(Server.Error(await SendAsync(Server.Post(("token", "x")) with { Authorization = [Server.Basic("service", "no")] })).Status, Is.EqualTo(401));
        Assert.That(
            Server.Error(await SendAsync(Server.Post(("client_id", "service"), ("client_secret", Server.Secret)))).Code, Is.EqualTo("invalid_request"));
    }

    private static void AssertDead(JsonObject body, string? why = null) => Assert.That(body.ToJsonString(), Is.EqualTo("""{"active":false}"""), why);

    private async Task<string> OwnRefreshTokenAsync() => Server.Tokens(await _server.TokenAsync(
        [.. Server.Redeem(await _server.CodeAsync(_server.NewAuthorization("service")), "service"), ("client_secret", Server.Secret)])).RefreshToken!;

    private async Task<JsonObject> InspectAsync(string token) => (await AskAsync(token)).Body;

    private async Task<IntrospectionResponse> AskAsync(string token, string? accept = null)
    {
        var outcome = await SendAsync(Server.Post(("client_id", "service"), ("client_secret", Server.Secret), ("token", token)) with { Accept = accept });
        return outcome.Answer.TryGet(out var response, out var error) ? response : throw new AssertionException(error.Code);
    }

    private Task<Outcome<IntrospectionResponse>> SendAsync(OAuthRequest request) =>
        _server.Get<IntrospectionService>().HandleAsync(request, CancellationToken.None);

    private sealed class Gate : IIntrospectionPolicy
    {
        public Func<AuthenticatedClient, JsonObject, bool> Allows { get; set; } = (_, _) => true;

        public ValueTask<bool> AllowsAsync(IntrospectionContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Allows(context.Caller, context.Token));
    }
}
