using Attesto.Issuing;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

public sealed class RefreshTokenGrantTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 6749 §6")]
    public async Task A_refresh_rotates_and_keeps_who_and_how()
    {
        var first = await _server.FirstTokensAsync();
        var authTime = (long)Server.Payload(first.AccessToken)["auth_time"]!;
        _server.Clock.Advance(TimeSpan.FromHours(1));

        var outcome = await _server.TokenAsync(Server.Refresh(first.RefreshToken!));
        var tokens = Server.Tokens(outcome);
        var claims = Server.Payload(tokens.AccessToken);
        Assert.That(tokens.RefreshToken, Is.Not.EqualTo(first.RefreshToken));
        Assert.That(tokens.Scope, Is.EqualTo(first.Scope));
        Assert.That(((long)claims["auth_time"]!, (string?)claims["acr"]), Is.EqualTo((authTime, "gold")));
        Assert.That(outcome.Events.Select(e => e.Name), Is.EqualTo(new[] { EventName.RefreshRotated }));
    }

    [Test(Description = "OpenID Connect Core §12.2")]
    public async Task A_refresh_renews_the_id_token_as_it_was_but_for_the_nonce()
    {
        _server.Settings.Logout.Enabled = true; // else there is no sid
        var first = await _server.FirstTokensAsync(_server.NewAuthorization() with { SessionId = "s1" });
        _server.Clock.Advance(TimeSpan.FromHours(1));

        var renewed = Server.Payload(Server.Tokens(await _server.TokenAsync(Server.Refresh(first.RefreshToken!))).IdToken!);

        var before = Server.Payload(first.IdToken!);
        foreach (var name in new[] { "iss", "sub", "aud", "auth_time", "sid" })
        {
            Assert.That((string?)renewed[name]?.ToJsonString(), Is.Not.Null.And.EqualTo(before[name]?.ToJsonString()), name);
        }

        Assert.That(renewed, Does.Not.ContainKey("nonce").And.Not.ContainKey("c_hash").And.ContainKey("at_hash"));
        Assert.That((long)renewed["iat"]!, Is.EqualTo((long)before["iat"]! + 3600));
    }

    [Test]
    public async Task Without_openid_a_refresh_brings_no_id_token()
    {
        var plain = (await _server.FirstTokensAsync(_server.NewAuthorization(scope: "offline_access read:reports"))).RefreshToken!;
        var narrowed = (await _server.FirstTokensAsync()).RefreshToken!;

        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(plain))).IdToken, Is.Null);
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(narrowed, scope: "read:reports"))).IdToken, Is.Null);
    }

    [Test]
    public async Task An_honest_retry_gets_the_same_successor_and_a_fresh_access_token()
    {
        var first = await _server.FirstTokensAsync();
        var rotated = Server.Tokens(await _server.TokenAsync(Server.Refresh(first.RefreshToken!)));
        _server.Clock.Advance(Grace);

        var outcome = await _server.TokenAsync(Server.Refresh(first.RefreshToken!));

        var retried = Server.Tokens(outcome);
        Assert.That(outcome.Events.Select(e => e.Name), Is.EqualTo(new[] { EventName.RefreshRetried }));
        Assert.That(retried.RefreshToken, Is.EqualTo(rotated.RefreshToken));
        Assert.That(retried.AccessToken, Is.Not.EqualTo(rotated.AccessToken));
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(retried.RefreshToken!))).RefreshToken, Is.Not.EqualTo(retried.RefreshToken));
    }

    [Test]
    public async Task An_honest_retry_is_answered_though_the_parent_would_have_ended_meanwhile()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        _server.Clock.Advance(_server.Settings.RefreshTokens.Lifetime - TimeSpan.FromSeconds(10));
        var rotated = Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).RefreshToken;
        _server.Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).RefreshToken, Is.EqualTo(rotated));
    }

    [Test]
    public async Task A_successor_is_not_stored_in_clear()
    {
        var first = await _server.FirstTokensAsync();
        var rotated = Server.Tokens(await _server.TokenAsync(Server.Refresh(first.RefreshToken!)));
        var grant = await _server.Grants.FindAsync(GrantOf(rotated.RefreshToken!), default);

        Assert.That(grant!.RefreshToken!.ProtectedSuccessor, Is.Not.Null.And.Not.Contains(rotated.RefreshToken![60..80]));
        Assert.That(grant.ToString(), Does.Not.Contain(rotated.RefreshToken![60..80]));
    }

    [Test(Description = "RFC 9700 §4.14")]
    public async Task After_the_grace_period_the_grant_ends()
    {
        var (first, next) = await RotatedAsync();
        _server.Clock.Advance(Grace + TimeSpan.FromTicks(1));

        await AssertReuseAsync(Server.Post(Server.Refresh(first)), next);
    }

    [Test]
    public async Task Without_a_grace_period_a_retry_ends_the_grant()
    {
        _server.Settings.RefreshTokens.GracePeriod = TimeSpan.Zero;
        var (first, next) = await RotatedAsync();
        Assert.That((await _server.Grants.FindAsync(GrantOf(first), default))!.RefreshToken!.ProtectedSuccessor, Is.Null, "nobody may have it again");

        await AssertReuseAsync(Server.Post(Server.Refresh(first)), next);
    }

    [Test]
    public async Task Another_client_with_a_spent_token_ends_the_grant()
    {
        var (first, next) = await RotatedAsync();

        await AssertReuseAsync(Server.Post(Server.Refresh(first, "other")), next);
    }

    [Test]
    public async Task A_retry_with_another_key_ends_the_grant()
    {
        var first = (await _server.FirstTokensAsync(key: "mine")).RefreshToken!;
        var next = Server.Tokens(await _server.TokenAsync(Server.Post(Server.Refresh(first)) with { Dpop = ["mine"] })).RefreshToken!;

        await AssertReuseAsync(Server.Post(Server.Refresh(first)) with { Dpop = ["theirs"] }, next, key: "mine");
    }

    [Test]
    public async Task A_retry_after_the_successor_was_used_ends_the_grant()
    {
        var (first, next) = await RotatedAsync();
        var last = Server.Tokens(await _server.TokenAsync(Server.Refresh(next))).RefreshToken!;

        await AssertReuseAsync(Server.Post(Server.Refresh(first)), last);
    }

    [Test]
    public async Task A_mistake_burns_nothing()
    {
        var first = (await _server.FirstTokensAsync(key: "mine")).RefreshToken!;
        OAuthRequest[] mistakes =
        [
            Server.Post(Server.Refresh(first, "other")) with { Dpop = ["mine"] },
            Server.Post(Server.Refresh(first)),
            Server.Post(Server.Refresh(first)) with { Dpop = ["theirs"] },
            Server.Post(Server.Refresh(first, scope: "write:reports")) with { Dpop = ["mine"] },
            Server.Post([.. Server.Refresh(first), ("resource", "https://files.example")]) with { Dpop = ["mine"] },
            Server.Post([.. Server.Refresh(first), ("resource", "%")]) with { Dpop = ["mine"] },
        ];

        var codes = new List<string>();
        foreach (var mistake in mistakes)
        {
            codes.Add(Server.Error(await _server.TokenAsync(mistake)).Code);
        }

        Assert.That(codes, Is.EqualTo(new[] { "invalid_grant", "invalid_grant", "invalid_grant", "invalid_scope", "invalid_target", "invalid_target" }));
        Assert.That((await _server.TokenAsync(Server.Post(Server.Refresh(first)) with { Dpop = ["mine"] })).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task A_refusal_of_the_host_burns_nothing()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        var good = _server.Principals.Find;
        _server.Principals.Find = _ => null;
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first))).Fault, Is.EqualTo(GrantFault.NoPrincipal));
        _server.Principals.Find = good;

        Assert.That((await _server.TokenAsync(Server.Refresh(first))).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task Fifty_at_once_get_one_successor_and_nobody_is_logged_out()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _server.TokenAsync(Server.Refresh(first)))));

        var successors = outcomes.Select(Server.Tokens).Select(tokens => tokens.RefreshToken).Distinct().ToList();
        Assert.That(successors, Has.Count.EqualTo(1));
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(successors[0]!))).RefreshToken, Is.Not.Null);
    }

    [Test]
    public async Task A_missing_or_unknown_token_is_refused()
    {
        Assert.That(Server.Error(await _server.TokenAsync(("grant_type", "refresh_token"), ("client_id", "app"))).Code, Is.EqualTo("invalid_request"));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(new string('x', 1 << 20)))).Fault, Is.EqualTo(GrantFault.Unknown));
    }

    private async Task<(string First, string Next)> RotatedAsync()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        return (first, Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).RefreshToken!);
    }

    private static GrantId GrantOf(string text) => RefreshToken.TryParse(text, out var token) ? token.GrantId : throw new AssertionException("no refresh token");

    // Refused, told as reuse, and every token of the grant is dead.
    private async Task AssertReuseAsync(OAuthRequest request, string living, string? key = null)
    {
        var outcome = await _server.TokenAsync(request);
        Assert.That((Server.Error(outcome).Code, Server.Error(outcome).Fault), Is.EqualTo(("invalid_grant", (Enum)GrantFault.Replayed)));
        Assert.That(outcome.Events.Select(e => e.Name), Is.EqualTo(new[] { EventName.RefreshReuseDetected, EventName.TokenDenied }));
        var after = await _server.TokenAsync(Server.Post(Server.Refresh(living)) with { Dpop = key is null ? [] : [key] });
        Assert.That(Server.Error(after).Fault, Is.EqualTo(GrantFault.Revoked));
    }
}
