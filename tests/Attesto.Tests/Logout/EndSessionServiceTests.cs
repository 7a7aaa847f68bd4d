using System.Collections.Immutable;
using Attesto.Issuing;
using Attesto.Logout;
using Attesto.Tests.Authorize;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Logout;

/// <summary>Logout by request of a client (OpenID Connect RP-Initiated Logout).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EndSessionServiceTests
{
    private const string Return = "https://app.example/bye?x=1";

    private readonly FrontChannel _server = new();
    private readonly Session _session = new();

    [SetUp]
    public void SetUp() => _server.App = _server.App with { PostLogoutRedirectUris = [Return], BackchannelLogoutUri = "https://app.example/bcl" };

    [Test]
    public async Task A_hint_names_client_and_session_and_the_browser_returns()
    {
        var answer = await EndAsync(("id_token_hint", await HintAsync()), ("post_logout_redirect_uri", Return), ("state", "a&b"));

        Assert.That(((EndSessionAnswer.Return)answer).Location, Is.EqualTo("https://app.example/bye?x=1&state=a%26b"));
        var asked = _session.Asked.Single();
        Assert.That((asked.Client!.Id, asked.Subject, asked.SessionId, asked.PostLogoutRedirectUri), Is.EqualTo(("app", "usr_alice", "s1", Return)));
    }

    [Test]
    public async Task An_old_hint_will_do()
    {
        var hint = await HintAsync();
        _server.Clock.Advance(TimeSpan.FromDays(300));
        Assert.That(await EndAsync(("id_token_hint", hint)), Is.TypeOf<EndSessionAnswer.LoggedOut>());
    }

    [Test]
    public async Task The_client_id_alone_names_the_client() =>
        Assert.That(((EndSessionAnswer.Return)await EndAsync(("client_id", "app"), ("post_logout_redirect_uri", Return))).Location, Is.EqualTo(Return));

    [Test]
    public async Task Nothing_need_be_sent()
    {
        Assert.That(await EndAsync(), Is.TypeOf<EndSessionAnswer.LoggedOut>());
        Assert.That((_session.Asked.Single().Client, _session.Asked.Single().Subject), Is.EqualTo(((Client?)null, (string?)null)));
    }

    [TestCase("https://app.example/bye")]
    [TestCase("https://app.example/bye?x=1&")]
    [TestCase("https://evil.example/bye?x=1")]
    [TestCase("//app.example/bye?x=1")]
    [TestCase("javascript:alert(1)")]
    public async Task Another_return_is_refused_before_the_session_is_touched(string uri)
    {
        _server.App = _server.App with { PostLogoutRedirectUris = [Return, "javascript:alert(1)"] };
        Assert.That(await EndAsync(("client_id", "app"), ("post_logout_redirect_uri", uri)), Is.TypeOf<EndSessionAnswer.Show>());
        Assert.That(_session.Asked, Is.Empty);
    }

    [Test]
    public async Task A_return_of_an_unknown_client_is_refused()
    {
        Assert.That(await EndAsync(("client_id", "nobody"), ("post_logout_redirect_uri", Return)), Is.TypeOf<EndSessionAnswer.Show>());
        _server.App = _server.App with { IsRevoked = true };
        Assert.That(await EndAsync(("client_id", "app"), ("post_logout_redirect_uri", Return)), Is.TypeOf<EndSessionAnswer.Show>());
        Assert.That(_session.Asked, Is.Empty);
    }

    [Test(Description = "RP-Initiated Logout §2, §3: neither hint nor client_id is required")]
    public async Task Nobody_is_sent_back_where_nobody_says_who_asks()
    {
        Assert.That(await EndAsync(("post_logout_redirect_uri", Return), ("state", "s")), Is.TypeOf<EndSessionAnswer.LoggedOut>());
        Assert.That((_session.Asked.Single().Client, _session.Asked.Single().PostLogoutRedirectUri), Is.EqualTo(((Client?)null, (string?)null)));
    }

    [Test]
    public async Task A_hint_signed_by_a_retired_key_asks_and_sends_nobody_back()
    {
        var retired = TestKeys.NewEs256();
        var hint = Forge.Signed(retired, Forge.Header(retired, "JWT"), """{"iss":"https://as.example","sub":"usr_alice","aud":"app","sid":"s1","iat":1,"exp":2}""");
        Assert.That(await EndAsync(("id_token_hint", hint), ("client_id", "app"), ("post_logout_redirect_uri", Return)), Is.TypeOf<EndSessionAnswer.LoggedOut>());
        var asked = _session.Asked.Single();
        Assert.That((asked.Client, asked.Subject, asked.SessionId, asked.PostLogoutRedirectUri), Is.EqualTo(((Client?)null, (string?)null, (string?)null, (string?)null)));
        Assert.That(asked.FrontChannel["id_token_hint"], Is.EqualTo(hint), "the question comes back to this very request");
    }

    [Test]
    public async Task What_was_not_ended_is_not_said_to_be()
    {
        _session.Outcome = new TerminationOutcome.NoSession();
        Assert.That(await EndAsync(("id_token_hint", await HintAsync())), Is.TypeOf<EndSessionAnswer.NoSession>());
        Assert.That(await EndAsync(("id_token_hint", await HintAsync()), ("post_logout_redirect_uri", Return)), Is.TypeOf<EndSessionAnswer.Return>());
    }

    [Test]
    public async Task A_hint_of_another_client_is_refused() =>
        Assert.That(((EndSessionAnswer.Show)await EndAsync(("id_token_hint", await HintAsync()), ("client_id", "other"))).Error.Code, Is.EqualTo("invalid_request"));

    [TestCase("garbage")]
    [TestCase("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfYWxpY2UifQ.")]
    public async Task A_forged_hint_is_refused(string hint)
    {
        Assert.That(((EndSessionAnswer.Show)await EndAsync(("id_token_hint", hint))).Error, Has.Property("Status").EqualTo(400));
        Assert.That(_session.Asked, Is.Empty);
    }

    [Test]
    public async Task Other_JWTs_of_this_server_are_no_hints()
    {
        using var scope = _server.Services.CreateScope();
        var logoutToken = await scope.ServiceProvider.GetRequiredService<LogoutTokenIssuer>().IssueAsync(_server.App, "usr_alice", "s1", CancellationToken.None);
        var response = (await _server.AuthorizeAsync(("response_mode", "jwt"))).Sent("response");
        foreach (var jwt in (string[])[logoutToken!, response])
        {
            Assert.That(await EndAsync(("id_token_hint", jwt)), Is.TypeOf<EndSessionAnswer.Show>());
        }

        Assert.That(_session.Asked, Is.Empty);
    }

    [Test]
    public async Task Nonsense_is_refused()
    {
        Assert.That(await EndAsync(("state", new string('a', 1024 * 1024))), Is.TypeOf<EndSessionAnswer.Show>());
        Assert.That(_session.Asked, Is.Empty);
    }

    [Test]
    public async Task The_host_may_ask_first()
    {
        _session.Outcome = new TerminationOutcome.Handled("page");
        Assert.That(await EndAsync(("client_id", "app"), ("logout_hint", "al"), ("ui_locales", "de en")), Is.EqualTo(new EndSessionAnswer.Handled("page")));
        Assert.That((_session.Asked.Single().LogoutHint, _session.Asked.Single().UiLocales.Length), Is.EqualTo(("al", 2)));
    }

    [Test]
    public async Task Only_a_confirmed_session_is_told_to_clients()
    {
        await RememberAsync("s1");
        await EndAsync(("id_token_hint", await HintAsync()));
        Assert.That(Notices, Is.Empty, "a hint alone logs nobody out");

        _session.Outcome = new TerminationOutcome.Confirmed("s1");
        await EndAsync();
        Assert.That(Notices.Select(notice => (notice.ClientId, notice.Subject, notice.SessionId)), Is.EqualTo(new[] { ("app", "usr_alice", "s1") }));

        await EndAsync();
        Assert.That(Notices, Is.Empty, "a second logout tells nobody again");
    }

    [Test]
    public async Task A_session_id_spares_the_other_sessions_of_the_person()
    {
        await RememberAsync("s1");
        await RememberAsync("s2");
        _session.Outcome = new TerminationOutcome.Confirmed("s1", "usr_alice");
        await EndAsync();
        Assert.That(Notices.Select(notice => notice.SessionId), Is.EqualTo(new[] { "s1" }));

        _session.Outcome = new TerminationOutcome.Confirmed(null, "usr_alice");
        await EndAsync();
        Assert.That(Notices.Select(notice => notice.SessionId), Is.EqualTo(new[] { "s2" }));
    }

    [Test]
    public async Task Nothing_named_matches_nothing_and_expired_sessions_are_ignored()
    {
        await RememberAsync("s1");
        _session.Outcome = new TerminationOutcome.Confirmed(null);
        await EndAsync();
        _server.Clock.Advance(TimeSpan.FromDays(1));
        _session.Outcome = new TerminationOutcome.Confirmed("s1");
        await EndAsync();
        Assert.That(Notices, Is.Empty);
    }

    [Test]
    public async Task A_client_that_is_gone_or_wants_no_notice_gets_none()
    {
        await RememberAsync("s1");
        _server.App = _server.App with { BackchannelLogoutUri = null };
        _session.Outcome = new TerminationOutcome.Confirmed("s1");
        Assert.That(await EndAsync(), Is.TypeOf<EndSessionAnswer.LoggedOut>());
        Assert.That(await _server.Services.GetRequiredService<LogoutDelivery>().DeliverAsync(Notices.Single(), CancellationToken.None), "there is nobody to tell");
    }

    private ImmutableArray<LogoutNotice> Notices =>
        _server.Services.GetRequiredService<ILogoutSessionStore>().ClaimNoticesAsync(100, DateTimeOffset.MaxValue, CancellationToken.None).GetAwaiter().GetResult();

    private async Task RememberAsync(string sessionId) =>
        await _server.Services.GetRequiredService<ILogoutSessionStore>()
            .AddAsync(new LogoutSession("app", "usr_alice", sessionId, _server.Clock.Now.AddDays(1)), CancellationToken.None);

    private async Task<string> HintAsync()
    {
        using var scope = _server.Services.CreateScope();
        var issuer = scope.ServiceProvider.GetRequiredService<IdTokenIssuer>();
        var issued = await issuer.IssueAsync(new IdTokenRequest { Client = _server.App, Subject = "usr_alice", SessionId = "s1" }, CancellationToken.None);
        return issued.TryGet(out var token, out var error) ? token : throw new AssertionException(error.Code);
    }

    private static OAuthRequest Request(params (string Name, string Value)[] parameters) => FrontChannel.Raw(parameters);

    private Task<EndSessionAnswer> EndAsync(params (string Name, string Value)[] parameters) => EndAsync(Request(parameters));

    private async Task<EndSessionAnswer> EndAsync(OAuthRequest request)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EndSessionService>().HandleAsync(request, _session, CancellationToken.None);
    }

    private sealed class Session : ISessionTermination
    {
        public TerminationOutcome Outcome { get; set; } = new TerminationOutcome.Cleared();

        public List<EndSessionRequest> Asked { get; } = [];

        public ValueTask<TerminationOutcome> TerminateAsync(EndSessionRequest request, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            return ValueTask.FromResult(Outcome);
        }
    }
}
