using Attesto.Logout;
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

    private static string Token(string idToken) =>
        Attesto.Jose.CompactJws.TryParse(idToken, out var jws, out _) ? jws.Payload.GetProperty("sub").GetString()! : throw new AssertionException("no ID token");
}
