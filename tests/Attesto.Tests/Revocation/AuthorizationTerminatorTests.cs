using Attesto.Issuing;
using Attesto.Revocation;
using Attesto.Stores;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Revocation;

/// <summary>One call ends everything of a person, a client, a session, or a person at one client.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AuthorizationTerminatorTests : IAsyncDisposable
{
    private readonly InMemoryServerSideSessionStore _browsers;
    private readonly Server _server;

    public AuthorizationTerminatorTests()
    {
        InMemoryServerSideSessionStore? browsers = null;
        _server = new Server(services => services
            .AddSingleton<ILogoutSessionStore, InMemoryLogoutSessionStore>()
            .AddSingleton<IServerSideSessionStore>(provider => browsers = new InMemoryServerSideSessionStore(provider.GetRequiredService<TimeProvider>())));
        _server.Settings.Logout.Enabled = true;
        _server.Settings.Device.Enabled = true;
        foreach (var id in new[] { "app", "other" })
        {
            _server.Clients[id] = _server.Clients[id] with { BackchannelLogoutUri = $"https://{id}.example/bcl" };
        }

        _ = _server.Get<IServerSideSessionStore>();
        _browsers = browsers!;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Everything_of_a_person_ends_and_nothing_of_anybody_else()
    {
        var mine = await _server.FirstTokensAsync(Of("alice", "app", "s1"));
        var also = await _server.FirstTokensAsync(Of("alice", "other", "s2"));
        var theirs = await _server.FirstTokensAsync(Of("bob", "app", "s3"));
        var code = await _server.CodeAsync(Of("alice", "app", "s1"));
        var device = await ApprovedDeviceAsync("alice");
        await _browsers.AddAsync(new ServerSideSession(TokenHash.Of("cookie"), "alice", "s1", _server.Clock.Now.AddDays(1)), default);

        var ended = await EndAsync(new GrantFilter { Subject = "alice" });

        Assert.That(ended, Is.EqualTo(new EndedAuthorizations(Codes: 2, Grants: 2, BrowserSessions: 1, ClientSessions: 2)));
        await AssertDeadAsync(mine, "app");
        await AssertDeadAsync(also, "other");
        Assert.That(Server.Error(await _server.TokenAsync(Server.Redeem(code))).Fault, Is.EqualTo(GrantFault.Spent));
        Assert.That(Server.Error(await _server.TokenAsync(("grant_type", GrantTypes.DeviceCode), ("client_id", "app"), ("device_code", device))).Code, Is.EqualTo("access_denied"));
        Assert.That(await NoticesAsync(), Is.EquivalentTo(new[] { ("app", "usr_alice", "s1"), ("other", "usr_alice", "s2") }));
        Assert.That((await _server.TokenAsync(Server.Refresh(theirs.RefreshToken!))).Answer.TryGet(out _, out _), Is.True, "bob's");
        Assert.That(await EndAsync(new GrantFilter { Subject = "alice" }), Is.EqualTo(new EndedAuthorizations(0, 0, 0, 0)), "twice is harmless");
    }

    [Test]
    public async Task Everything_of_a_client_ends_but_no_session_at_a_browser()
    {
        var mine = await _server.FirstTokensAsync(Of("alice", "app", "s1"));
        var also = await _server.FirstTokensAsync(Of("bob", "app", "s2"));
        var elsewhere = await _server.FirstTokensAsync(Of("alice", "other", "s1"));
        await _browsers.AddAsync(new ServerSideSession(TokenHash.Of("cookie"), "alice", "s1", _server.Clock.Now.AddDays(1)), default);

        var ended = await EndAsync(new GrantFilter { ClientId = "app" });

        Assert.That(ended, Is.EqualTo(new EndedAuthorizations(Codes: 0, Grants: 2, BrowserSessions: 0, ClientSessions: 2)));
        await AssertDeadAsync(mine, "app");
        await AssertDeadAsync(also, "app");
        Assert.That((await _server.TokenAsync(Server.Refresh(elsewhere.RefreshToken!, "other"))).Answer.TryGet(out _, out _), Is.True);
        Assert.That(await _browsers.IsLiveAsync(TokenHash.Of("cookie"), default), Is.True);
    }

    [Test]
    public async Task Everything_of_a_session_ends()
    {
        var mine = await _server.FirstTokensAsync(Of("alice", "app", "s1"));
        var elsewhere = await _server.FirstTokensAsync(Of("alice", "app", "s2"));
        await _browsers.AddAsync(new ServerSideSession(TokenHash.Of("cookie"), "alice", "s1", _server.Clock.Now.AddDays(1)), default);

        Assert.That(await EndAsync(new GrantFilter { SessionId = "s1" }), Is.EqualTo(new EndedAuthorizations(0, 1, 1, 1)));

        await AssertDeadAsync(mine, "app");
        Assert.That((await _server.TokenAsync(Server.Refresh(elsewhere.RefreshToken!))).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task One_application_of_a_person_is_disconnected_and_the_person_stays_signed_in()
    {
        var mine = await _server.FirstTokensAsync(Of("alice", "app", "s1"));
        var elsewhere = await _server.FirstTokensAsync(Of("alice", "other", "s1"));
        await _browsers.AddAsync(new ServerSideSession(TokenHash.Of("cookie"), "alice", "s1", _server.Clock.Now.AddDays(1)), default);

        Assert.That(await EndAsync(new GrantFilter { Subject = "alice", ClientId = "app" }), Is.EqualTo(new EndedAuthorizations(0, 1, 0, 1)));

        await AssertDeadAsync(mine, "app");
        Assert.That((await _server.TokenAsync(Server.Refresh(elsewhere.RefreshToken!, "other"))).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task Nothing_is_not_everything() => await Assert.ThrowsAsync<InvalidOperationException>(() => EndAsync(new GrantFilter()));

    private Task<EndedAuthorizations> EndAsync(GrantFilter filter) => _server.Get<IAuthorizationTerminator>().EndAsync(filter, CancellationToken.None);

    private Authorization Of(string subject, string clientId, string sessionId) => _server.NewAuthorization(clientId) with { Subject = subject, SessionId = sessionId };

    private async Task AssertDeadAsync(TokenResponse tokens, string clientId)
    {
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!, clientId))).Fault, Is.EqualTo(GrantFault.Revoked));
        Assert.That(await _server.Get<LiveAccessTokens>().FindAsync(tokens.AccessToken, default), Is.Null);
    }

    private async Task<string> ApprovedDeviceAsync(string subject)
    {
        var (text, store) = (Attesto.Secret.New(), _server.Get<IDeviceCodeStore>());
        var code = Stores.Some.DeviceCode(_server.Clock) with { Hash = TokenHash.Of(text) };
        await store.AddAsync(code, default);
        await store.ApproveAsync(code.UserCode, _server.NewAuthorization() with { Subject = subject }, default);
        return text;
    }

    private async Task<List<(string, string, string?)>> NoticesAsync()
    {
        var notices = await _server.Get<ILogoutSessionStore>().ClaimNoticesAsync(100, DateTimeOffset.MaxValue, default);
        return [.. notices.Select(notice => (notice.ClientId, notice.Subject, notice.SessionId))];
    }
}
