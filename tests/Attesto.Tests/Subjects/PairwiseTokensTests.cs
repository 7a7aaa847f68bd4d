using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Introspection;
using Attesto.Issuing;
using Attesto.Tests.Token;
using Attesto.UserInfo;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Subjects;

/// <summary>A client with pairwise subjects hears the same <c>sub</c> everywhere, and the host its own (OpenID Connect Core §8).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PairwiseTokensTests : IAsyncDisposable
{
    private readonly KnownPeople _people = new();
    private readonly Server _server;

    public PairwiseTokensTests()
    {
        _server = new Server(services => services.AddSingleton<IClaimsPolicy>(_people));
        _server.Settings.Subjects.PairwiseSalt = "0123456789abcdef0123456789abcdef";
        _server.Clients["app"] = _server.Clients["app"] with { SubjectType = SubjectType.Pairwise };
        _server.Clients["service"] = _server.Clients["service"] with { SubjectType = SubjectType.Pairwise, SectorIdentifierUri = "https://service.example/redirects.json" };
    }

    [TearDown]
    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Every_token_and_every_answer_names_the_same_subject()
    {
        var tokens = await _server.FirstTokensAsync();
        var told = Sub(tokens.AccessToken);
        Assert.That(told, Does.StartWith("usr_").And.Not.EqualTo("usr_alice"));
        Assert.That(Sub(tokens.IdToken!), Is.EqualTo(told));
        Assert.That((string?)(await UserInfoAsync(tokens.AccessToken)).Claims["sub"], Is.EqualTo(told));

        var refreshed = Server.Tokens(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!)));
        Assert.That((Sub(refreshed.AccessToken), Sub(refreshed.IdToken!)), Is.EqualTo((told, told)));
        Assert.That(_people.Asked, Has.All.EqualTo("usr_alice"), "the host knows people by its own names");
        Assert.That(_people.Asked, Is.Not.Empty);
    }

    [Test]
    public async Task Introspection_tells_it_of_access_and_refresh_tokens()
    {
        var tokens =
            Server.Tokens(await _server.TokenAsync([.. Server.Redeem(await _server.CodeAsync(_server.NewAuthorization("service")), "service"), ("client_secret", Server.Secret)]));
        Assert.That(new[] { await IntrospectAsync(tokens.AccessToken), await IntrospectAsync(tokens.RefreshToken!) }, Has.All.EqualTo(Sub(tokens.AccessToken)));
    }

    [Test]
    public async Task A_client_that_acts_for_itself_keeps_its_own()
    {
        var own = await _server.TokenAsync(("grant_type", "client_credentials"), ("client_id", "service"), ("client_secret", Server.Secret));
        Assert.That(Sub(Server.Tokens(own).AccessToken), Is.EqualTo("cli_service"));
    }

    [Test(Description = "RFC 8693 §2.2")]
    public async Task An_exchange_names_the_person_as_the_exchanging_client_knows_them()
    {
        var mine = Sub(Server.Tokens(
            await _server.TokenAsync([.. Server.Redeem(await _server.CodeAsync(_server.NewAuthorization("service")), "service"), ("client_secret", Server.Secret)])).AccessToken);
        var theirs = (await _server.FirstTokensAsync()).AccessToken;

        var exchanged = Server.Tokens(await ExchangeAsync(theirs)).AccessToken;
        Assert.That(Sub(exchanged), Is.EqualTo(mine).And.Not.EqualTo(Sub(theirs)));
        Assert.That(Sub(Server.Tokens(await ExchangeAsync(exchanged)).AccessToken), Is.EqualTo(mine), "a second time");

        var onBehalf = Server.Payload(Server.Tokens(await ExchangeAsync(theirs, ("actor_token", theirs), ("actor_token_type", Type))).AccessToken);
        Assert.That((string?)onBehalf["act"]!["sub"], Is.EqualTo(mine), "an actor is a person, too");

        _server.Clients["service"] = _server.Clients["service"] with { SubjectType = SubjectType.Public };
        Assert.That(Sub(Server.Tokens(await ExchangeAsync(theirs)).AccessToken), Is.EqualTo("usr_alice"));
    }

    [Test]
    public async Task A_person_who_is_gone_has_no_token_to_exchange_and_no_claims()
    {
        var token = (await _server.FirstTokensAsync()).AccessToken;
        _server.Principals.Find = _ => null;
        Assert.That(Server.Error(await ExchangeAsync(token)).Code, Is.EqualTo("invalid_grant"));
    }

    private const string Type = "urn:ietf:params:oauth:token-type:access_token";

    private static string Sub(string jwt) => (string)Server.Payload(jwt)["sub"]!;

    private Task<Outcome<TokenResponse>> ExchangeAsync(string token, params (string, string)[] more) => _server.TokenAsync(
    [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("client_id", "service"), ("client_secret", Server.Secret),
        ("subject_token", token), ("subject_token_type", Type), .. more,
    ]);

    private async Task<UserInfoResponse> UserInfoAsync(string token) => Server.Answer(await _server.Get<UserInfoService>().HandleAsync(
        Server.Post() with { Method = "GET", Authorization = [$"Bearer {token}"] }, CancellationToken.None));

    private async Task<string?> IntrospectAsync(string token) => (string?)Server.Answer(await _server.Get<IntrospectionService>().HandleAsync(
        Server.Post(("client_id", "service"), ("client_secret", Server.Secret), ("token", token)), CancellationToken.None)).Body["sub"];

    private sealed class KnownPeople : IClaimsPolicy
    {
        public List<string> Asked { get; } = [];

        public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken)
        {
            Asked.Add(context.Subject);
            return ValueTask.FromResult<JsonObject?>(new() { ["sub"] = context.Subject });
        }

        public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken)
        {
            Asked.Add(context.Subject);
            return ValueTask.FromResult<JsonObject?>(null);
        }
    }
}
