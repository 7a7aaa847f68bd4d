using Attesto.Stores;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Logout;

/// <summary>Which sessions are remembered when an ID token is issued (OpenID Connect Back-Channel Logout §2.1).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RememberedSessionTests
{
    [TestCase("s1", false, true, "https://app.example/bcl", 1)]
    [TestCase(null, false, true, "https://app.example/bcl", 1)]
    [TestCase(null, true, true, "https://app.example/bcl", 0)]
    [TestCase("s1", true, true, "https://app.example/bcl", 1)]
    [TestCase("s1", false, true, null, 0)]
    [TestCase("s1", false, false, "https://app.example/bcl", 0)]
    public async Task A_session_is_remembered_for_a_client_that_can_be_told(string? sid, bool needsSid, bool isOn, string? uri, int remembered)
    {
        await using var server = new Server(services => services.AddSingleton<ILogoutSessionStore, InMemoryLogoutSessionStore>());
        server.Settings.Logout.Enabled = isOn;
        server.Clients["app"] = server.Clients["app"] with { BackchannelLogoutUri = uri, BackchannelLogoutSessionRequired = needsSid };

        var tokens = Server.Tokens(await server.TokenAsync(Server.Redeem(await server.CodeAsync(server.NewAuthorization() with { SessionId = sid }))));

        Assert.That(tokens.IdToken, Is.Not.Null);
        var taken = await server.Get<ILogoutSessionStore>().TakeAsync(null, Token(tokens.IdToken!), CancellationToken.None);
        Assert.That(taken.Select(session => (session.ClientId, session.SessionId)), Is.EqualTo(Enumerable.Repeat(("app", sid), remembered)));
    }

    [TestCase(14, 30, 30)]
    [TestCase(60, 14, 60)]
    public async Task A_client_is_remembered_for_as_long_as_session_or_refresh_token_live(int session, int refresh, int days)
    {
        await using var server = new Server(services => services.AddSingleton<ILogoutSessionStore, InMemoryLogoutSessionStore>());
        server.Settings.Logout = new() { Enabled = true, SessionLifetime = TimeSpan.FromDays(session) };
        server.Settings.RefreshTokens.Lifetime = TimeSpan.FromDays(refresh);
        server.Clients["app"] = server.Clients["app"] with { BackchannelLogoutUri = "https://app.example/bcl" };
        await server.TokenAsync(Server.Redeem(await server.CodeAsync(server.NewAuthorization() with { SessionId = "s1" })));

        var remembered = (await server.Get<ILogoutSessionStore>().TakeAsync("s1", null, CancellationToken.None)).Single();
        Assert.That(remembered.ExpiresAt - server.Clock.Now, Is.EqualTo(TimeSpan.FromDays(days)));
    }

    [TestCase(true, "s1")]
    [TestCase(false, null)]
    public async Task An_ID_token_names_the_session_only_where_people_can_sign_out(bool isOn, string? sid)
    {
        await using var server = new Server();
        server.Settings.Logout.Enabled = isOn;
        var tokens = Server.Tokens(await server.TokenAsync(Server.Redeem(await server.CodeAsync(server.NewAuthorization() with { SessionId = "s1" }))));
        Assert.That((string?)Server.Payload(tokens.IdToken!)["sid"], Is.EqualTo(sid));
    }

    private static string Token(string idToken) => (string)Server.Payload(idToken)["sub"]!;
}
