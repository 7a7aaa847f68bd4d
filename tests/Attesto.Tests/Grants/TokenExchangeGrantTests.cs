using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

[TestFixture]
public sealed class TokenExchangeGrantTests
{
    private const string Type = "urn:ietf:params:oauth:token-type:access_token";

    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase(true, null)]
    [TestCase(false, "invalid_target")]
    public async Task Another_API_is_reached_where_client_and_policy_allow_it(bool allows, string? error)
    {
        var policy = new ExchangePolicy(allows);
        await using var server = new Server(services => services.AddSingleton<ITokenExchangePolicy>(policy));
        var subject = await SubjectAsync(server, [Server.Api]);
        var outcome = await server.TokenAsync(Request(subject, ("resource", "https://files.example")));

        Assert.That(outcome.Answer.TryGet(out var tokens, out var refusal) ? null : refusal.Code, Is.EqualTo(error));
        Assert.That(tokens is null ? null : (string?)Server.Payload(tokens.AccessToken)["aud"], Is.EqualTo(allows ? "https://files.example" : null));
        var asked = policy.Asked.Single();
        Assert.That((asked.Client.Id, asked.SubjectToken.Subject, asked.Scope.ToString(), asked.Resources.Single()),
            Is.EqualTo(("service", "usr_alice", "read:reports", "https://files.example")));
    }

    [Test]
    public async Task A_policy_is_not_asked_about_what_the_client_may_not_have_or_the_token_is_for()
    {
        var policy = new ExchangePolicy(Allows: true);
        await using var server = new Server(services => services.AddSingleton<ITokenExchangePolicy>(policy));
        var subject = await SubjectAsync(server, [Server.Api]);

        Assert.That(Server.Error(await server.TokenAsync(Request(subject, ("resource", "https://elsewhere.example")))).Code, Is.EqualTo("invalid_target"));
        Assert.That(Server.Tokens(await server.TokenAsync(Request(subject, ("resource", Server.Api)))).AccessToken, Is.Not.Empty);
        Assert.That(policy.Asked, Is.Empty);
    }

    [Test(Description = "RFC 8693 §2.2")]
    public async Task An_exchange_keeps_the_subject_and_names_the_exchanging_client()
    {
        _server.Principals.Find = request => new Principal("user", "usr_alice") { Claims = new JsonObject { ["tenant"] = "t1" } };
        var subject = await SubjectAsync();

        var outcome = await ExchangeAsync(subject);

        var tokens = Server.Tokens(outcome);
        var claims = Server.Payload(tokens.AccessToken);
        Assert.That((tokens.IssuedTokenType, tokens.TokenType, tokens.RefreshToken), Is.EqualTo((Type, "Bearer", (string?)null)));
        Assert.That(((string?)claims["sub"], (string?)claims["client_id"], (string?)claims["tenant"]), Is.EqualTo(("usr_alice", "service", "t1")));
        Assert.That(claims, Does.Not.ContainKey("acr").And.Not.ContainKey("auth_time"));
        Assert.That(outcome.Events.Single(), Has.Property("Name").EqualTo(EventName.TokenIssued).And.Property("GrantType").EqualTo("token_exchange"));
    }

    [Test]
    public async Task A_new_token_does_not_outlive_the_subject_token()
    {
        var subject = await SubjectAsync();
        _server.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(Server.Tokens(await ExchangeAsync(subject)).ExpiresIn, Is.EqualTo(300));
    }

    [Test]
    public async Task Scope_narrows_and_never_widens()
    {
        var subject = await SubjectAsync("read:reports offline_access");

        Assert.That(Server.Tokens(await ExchangeAsync(subject)).Scope, Is.EqualTo("read:reports offline_access"));
        Assert.That(Server.Tokens(await ExchangeAsync(subject, ("scope", "read:reports"))).Scope, Is.EqualTo("read:reports"));
        Assert.That(Server.Error(await ExchangeAsync(subject, ("scope", "write:reports"))).Code, Is.EqualTo("invalid_scope"));
        Assert.That(Server.Error(await ExchangeAsync(subject, ("scope", "read:*"))).Code, Is.EqualTo("invalid_scope"));
    }

    [Test]
    public async Task A_client_gets_no_scope_beyond_its_own_allowance()
    {
        _server.Clients["service"] = _server.Clients["service"] with { AllowedScope = ScopeSet.Of("read:reports") };
        var subject = await SubjectAsync("read:reports offline_access");

        Assert.That(Server.Tokens(await ExchangeAsync(subject)).Scope, Is.EqualTo("read:reports"));
        Assert.That(Server.Error(await ExchangeAsync(subject, ("scope", "offline_access"))).Code, Is.EqualTo("invalid_scope"));
    }

    [Test]
    public async Task The_audience_narrows_and_never_widens()
    {
        var subject = await SubjectAsync(resources: [Server.Api, "https://files.example"]);

        var same = Server.Payload(Server.Tokens(await ExchangeAsync(subject)).AccessToken)["aud"]!.AsArray().Select(aud => (string?)aud);
        var narrower = Server.Payload(Server.Tokens(await ExchangeAsync(subject, ("resource", Server.Api))).AccessToken)["aud"];
        var named = Server.Payload(Server.Tokens(await ExchangeAsync(subject, ("audience", Server.Api))).AccessToken)["aud"];

        Assert.That(same, Is.EqualTo(new[] { Server.Api, "https://files.example" }));
        Assert.That((string?)Server.Payload(Server.Tokens(await ExchangeAsync(subject)).AccessToken)["grant_id"], Is.EqualTo((string?)Server.Payload(subject)["grant_id"]));
        Assert.That(((string?)narrower, (string?)named), Is.EqualTo((Server.Api, Server.Api)));
        Assert.That(Server.Error(await ExchangeAsync(subject, ("resource", Server.Issuer))).Code, Is.EqualTo("invalid_target"));
        Assert.That(Server.Error(await ExchangeAsync(subject, ("resource", "https://unknown.example"))).Code, Is.EqualTo("invalid_target"));
    }

    [TestCase("subject_token", null)]
    [TestCase("subject_token_type", null)]
    [TestCase("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [TestCase("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [TestCase("actor_token", "something")]
    [TestCase("actor_token_type", Type)]
    public async Task Malformed_requests_are_told_apart_from_bad_tokens(string name, string? value)
    {
        var body = Body(await SubjectAsync()).Where(pair => pair.Item1 != name).ToList();
        if (value is not null)
        {
            body.Add((name, value));
        }

        Assert.That(Server.Error(await _server.TokenAsync([.. body])).Code, Is.EqualTo("invalid_request"));
    }

    [Test(Description = "RFC 8693 §2.1")]
    public async Task An_actor_is_named_by_an_access_token_too()
    {
        var error = Server.Error(await ExchangeAsync(
            await SubjectAsync(), ("actor_token", await SubjectAsync()), ("actor_token_type", "urn:ietf:params:oauth:token-type:id_token")));
        Assert.That(error.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_token_that_is_not_a_live_access_token_of_ours_is_refused()
    {
        var tokens = await _server.FirstTokensAsync();
        foreach (var token in new[] { "garbage", tokens.IdToken!, tokens.RefreshToken! })
        {
            Assert.That(Server.Error(await ExchangeAsync(token)).Code, Is.EqualTo("invalid_grant"));
        }

        _server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.That(Server.Error(await ExchangeAsync(tokens.AccessToken)).Code, Is.EqualTo("invalid_grant"));
    }

    [Test]
    public async Task A_revoked_subject_token_is_refused()
    {
        var subject = await SubjectAsync();
        await _server.Get<IAccessTokenRevocationStore>().RevokeAsync((string)Server.Payload(subject)["jti"]!, DateTimeOffset.MaxValue, default);

        Assert.That(Server.Error(await ExchangeAsync(subject)).Code, Is.EqualTo("invalid_grant"));
    }

    [Test]
    public async Task A_bound_subject_token_is_its_holders_alone()
    {
        var subject = (await _server.FirstTokensAsync(key: Server.Key)).AccessToken;

        Assert.That(Server.Error(await ExchangeAsync(subject)).Code, Is.EqualTo("invalid_grant"));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Post(Body(subject)) with { Dpop = ["theirs"] })).Code, Is.EqualTo("invalid_grant"));
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Post(Body(subject)) with { Dpop = [Server.Key] })).TokenType, Is.EqualTo("DPoP"));
    }

    [Test]
    public async Task An_unbound_subject_token_may_be_bound_by_the_exchange()
    {
        var tokens = Server.Tokens(await _server.TokenAsync(Server.Post(Body(await SubjectAsync())) with { Dpop = [Server.Key] }));

        Assert.That((string?)Server.Payload(tokens.AccessToken)["cnf"]!["jkt"], Is.EqualTo(Server.Key));
    }

    [Test(Description = "RFC 8693 §4.1")]
    public async Task Actors_nest_the_newest_outside()
    {
        var subject = await SubjectAsync();
        var bob = await SubjectAsync(who: "bob");
        var carol = await SubjectAsync(who: "carol");

        var first = Server.Tokens(await ExchangeAsync(subject, ("actor_token", bob), ("actor_token_type", Type))).AccessToken;
        var second = Server.Tokens(await ExchangeAsync(first, ("actor_token", carol), ("actor_token_type", Type))).AccessToken;
        var third = Server.Tokens(await ExchangeAsync(second)).AccessToken;

        foreach (var token in new[] { second, third })
        {
            var act = Server.Payload(token)["act"]!;
            Assert.That(((string?)act["sub"], (string?)act["act"]!["sub"]), Is.EqualTo(("usr_carol", "usr_bob")));
        }
    }

    [Test]
    public async Task A_bad_actor_token_is_refused_and_an_old_one_bounds_the_lifetime()
    {
        var actor = await SubjectAsync(who: "bob");
        _server.Clock.Advance(TimeSpan.FromMinutes(10));
        var subject = await SubjectAsync();

        Assert.That(Server.Error(await ExchangeAsync(subject, ("actor_token", "garbage"), ("actor_token_type", Type))).Code, Is.EqualTo("invalid_grant"));
        Assert.That(Server.Tokens(await ExchangeAsync(subject, ("actor_token", actor), ("actor_token_type", Type))).ExpiresIn, Is.EqualTo(300));
    }

    [TestCase("""{"sub":"usr_bob"}""", true)]
    [TestCase("""{"sub":"usr_bob","iss":"https://as.example","client_id":"app"}""", true)]
    [TestCase("""{"sub":"usr_carol"}""", false)]
    [TestCase("""{"sub":"usr_bob","iss":"https://elsewhere.example"}""", false)]
    [TestCase("""{"sub":"usr_bob","shoe_size":38}""", false)]
    [TestCase("""{"sub":"usr_bob","email":"bob@example"}""", false)]
    [TestCase("""{"sub":7}""", false)]
    [TestCase("""{"iss":"https://as.example"}""", false)]
    [TestCase("""{}""", false)]
    [TestCase("\"usr_bob\"", false)]
    public async Task May_act_decides_who_acts(string mayAct, bool admitted)
    {
        var actor = await SubjectAsync(who: "bob");
        var subject = await SubjectAsync(claims: new JsonObject { ["may_act"] = JsonNode.Parse(mayAct) });

        var outcome = await ExchangeAsync(subject, ("actor_token", actor), ("actor_token_type", Type));

        Assert.That(outcome.Answer.TryGet(out var tokens, out var error), Is.EqualTo(admitted));
        Assert.That(error?.Fault, Is.EqualTo(admitted ? null : (Enum)GrantFault.ActorNotAllowed));
        Assert.That(tokens is null || !Server.Payload(tokens.AccessToken).ContainsKey("may_act"), Is.True);
    }

    [Test]
    public async Task May_act_binds_a_client_that_brings_no_actor_token()
    {
        var mine = await SubjectAsync(claims: new JsonObject { ["may_act"] = new JsonObject { ["client_id"] = "service" } });
        var other = await SubjectAsync(claims: new JsonObject { ["may_act"] = new JsonObject { ["client_id"] = "somebody" } });

        Assert.That((await ExchangeAsync(mine)).Answer.TryGet(out _, out _), Is.True);
        Assert.That(Server.Error(await ExchangeAsync(other)).Fault, Is.EqualTo(GrantFault.ActorNotAllowed));
    }

    [Test]
    public async Task A_public_client_is_refused() =>
        Assert.That(
            Server.Error(await _server.TokenAsync([.. Body("x").Where(pair => pair.Item1 != "client_secret" && pair.Item1 != "client_id"), ("client_id", "app")])).Code,
            Is.EqualTo("invalid_client"));

    private async Task<string> SubjectAsync(string scope = "read:reports", string[]? resources = null, string who = "alice", JsonObject? claims = null)
    {
        var good = _server.Principals.Find;
        _server.Principals.Find = request => good(request)! with { Subject = "usr_" + who, Claims = claims ?? good(request)!.Claims };
        var authorization = _server.NewAuthorization(scope: scope) with { Resources = [.. resources ?? []] };
        var token = (await _server.FirstTokensAsync(authorization)).AccessToken;
        _server.Principals.Find = good;
        return token;
    }

    private Task<Outcome<TokenResponse>> ExchangeAsync(string subjectToken, params (string, string)[] more) =>
        _server.TokenAsync([.. Body(subjectToken), .. more]);

    private static (string, string)[] Body(string subjectToken) =>
    [
        ("grant_type", GrantTypes.TokenExchange), ("client_id", "service"), ("client_secret", Server.Secret),
        ("subject_token", subjectToken), ("subject_token_type", Type),
    ];

    private static async Task<string> SubjectAsync(Server server, string[] resources) =>
        (await server.FirstTokensAsync(server.NewAuthorization(scope: "read:reports") with { Resources = [.. resources] })).AccessToken;

    private static (string, string)[] Request(string subject, params (string, string)[] more) =>
    [
        ("grant_type", GrantTypes.TokenExchange), ("client_id", "service"), ("client_secret", Server.Secret),
        ("subject_token", subject), ("subject_token_type", Type), .. more,
    ];

    private sealed record ExchangePolicy(bool Allows) : ITokenExchangePolicy
    {
        public List<TokenExchangeContext> Asked { get; } = [];

        public ValueTask<bool> AllowsAsync(TokenExchangeContext context, CancellationToken cancellationToken)
        {
            Asked.Add(context);
            return ValueTask.FromResult(Allows);
        }
    }
}
