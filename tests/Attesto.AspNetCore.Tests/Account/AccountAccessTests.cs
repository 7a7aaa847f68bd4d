using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Account;

/// <summary>What has access to a person's account, and the end of it.</summary>
public sealed class AccountAccessTests
{
    private TestHost _host = null!;
    private SignInOutcome.Authenticated _alice = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [SetUp]
    public void SetUp() => _alice = new SignInOutcome.Authenticated(Secret.NewId()) { AuthTime = _host.Clock.Now, SessionId = Secret.NewId() };

    [Test]
    public async Task An_application_is_shown_once_with_all_that_it_may_do()
    {
        var began = _host.Clock.Now;
        await AddConsentAsync(_alice.Subject, "web", "openid email");
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await AddGrantAsync(_alice.Subject, "web", "openid");
        await AddGrantAsync(_alice.Subject, "web", "read:reports");
        await AddConsentAsync(_alice.Subject, "gone", "openid");
        await AddGrantAsync(Secret.NewId(), "spa", "openid");

        var applications = (await FindAsync()).Applications;
        Assert.That(applications.Select(application => application.ClientId), Is.EquivalentTo(new[] { "web", "gone" }));
        var web = applications.Single(application => application.ClientId == "web");
        Assert.That((web.Scope, web.Since, web.LastUsed), Is.EqualTo((ScopeSet.Of("openid", "email", "read:reports"), began, (DateTimeOffset?)_host.Clock.Now)));
        var gone = applications.Single(application => application.ClientId == "gone");
        Assert.That((gone.Client.Name, gone.LastUsed), Is.EqualTo(("gone", (DateTimeOffset?)null)));
    }

    [Test]
    public async Task More_grants_than_a_page_of_the_store_holds_are_all_seen()
    {
        for (var i = 0; i < 120; i++)
        {
            await AddGrantAsync(_alice.Subject, $"client-{i}", "openid");
        }

        Assert.That((await FindAsync()).Applications, Has.Count.EqualTo(120));
    }

    [Test]
    public async Task An_application_ends_with_its_grants_and_what_is_remembered_and_no_other_does()
    {
        await AddConsentAsync(_alice.Subject, "web", "openid");
        await AddGrantAsync(_alice.Subject, "web", "openid");
        await AddGrantAsync(_alice.Subject, "spa", "openid");
        var other = await AddGrantAsync(Secret.NewId(), "web", "openid");
        await EndAsync("web", null);
        Assert.That((await FindAsync()).Applications.Select(application => application.ClientId), Is.EqualTo(new[] { "spa" }));
        Assert.That((await _host.Service<IGrantStore>().FindAsync(other, default))!.RevokedAt, Is.Null);
    }

    [Test]
    public async Task Browsers_are_shown_this_one_first_and_another_is_ended_with_what_it_granted()
    {
        await AddSessionAsync(_alice.Subject, _alice.SessionId!);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        var sid = Secret.NewId();
        await AddSessionAsync(_alice.Subject, sid);
        var grant = await AddGrantAsync(_alice.Subject, "web", "openid", sid);

        var browsers = (await FindAsync()).Browsers;
        Assert.That(
            browsers.Select(browser => (browser.IsThis, browser.Since)), Is.EqualTo(new[] { (true, (DateTimeOffset?)_host.Clock.Now.AddDays(-1)), (false, _host.Clock.Now) }));
        await EndAsync(null, browsers[1].Id);
        Assert.That((await FindAsync()).Browsers.Select(browser => browser.IsThis), Is.EqualTo(new[] { true }));
        Assert.That((await _host.Service<IGrantStore>().FindAsync(grant, default))!.RevokedAt, Is.Not.Null);
    }

    [Test]
    public async Task A_session_of_somebody_else_is_not_ended()
    {
        var (bob, sid) = (Secret.NewId(), Secret.NewId());
        await AddSessionAsync(bob, sid);
        var sessions = _host.Service<IServerSideSessionStore>();
        var his = (await sessions.ListAsync(bob, default)).Single();
        foreach (var forged in new[] { his.Hash.Value, sid, "" })
        {
            await EndAsync(null, forged);
        }

        Assert.That(await sessions.IsLiveAsync(his.Hash, default), Is.True);
    }

    [Test]
    public async Task What_a_person_ends_is_an_event_and_what_is_not_theirs_is_none()
    {
        var sid = Secret.NewId();
        await AddSessionAsync(_alice.Subject, sid);
        await AddGrantAsync(_alice.Subject, "web", "openid");
        await EndAsync("", "somebody else's");
        await EndAsync("web", null);
        await EndAsync(null, (await FindAsync()).Browsers.Single(browser => !browser.IsThis).Id);

        Assert.That(
            () => _host.Events.Where(told => told.Name is EventName.GrantsEnded && told.Subject == _alice.Subject)
                .Select(told => $"{told.ClientId} {told.Result} {told.Metadata["actor"]} {told.Metadata["session_id"]} {told.Metadata["grants"]}").ToArray(),
            Is.EqualTo(new[] { $"web success {_alice.Subject}  1", $" success {_alice.Subject} {sid} 0" }).After(60_000, 20));
    }

    [Test]
    public async Task Where_sessions_do_not_stand_on_the_server_this_browser_is_shown()
    {
        var page = await FindAsync();
        Assert.That(page.Browsers, Is.EqualTo(new[] { new SignedInBrowser("", _alice.AuthTime, IsThis: true) }));
        Assert.That(page.Applications, Is.Empty);
    }

    private async Task<AccountAccessPage> FindAsync()
    {
        await using var scope = _host.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountAccess>().FindAsync(new DefaultHttpContext { RequestServices = scope.ServiceProvider }, _alice, default);
    }

    private async Task EndAsync(string? clientId, string? browserId)
    {
        await using var scope = _host.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountAccess>().EndAsync(_alice, clientId, browserId, default);
    }

    private Task AddSessionAsync(string subject, string sid) => _host.Service<IServerSideSessionStore>().AddAsync(
        new ServerSideSession(TokenHash.Of(Secret.New()), subject, sid, _host.Clock.Now.AddDays(14)) { BeganAt = _host.Clock.Now }, default);

    private Task<bool> AddConsentAsync(string subject, string clientId, string scope) => _host.Service<IConsentStore>().ReplaceAsync(
        new Consent
        {
            Subject = subject,
            ClientId = clientId,
            Scope = ScopeSet.Of(scope.Split(' ')),
            GivenAt = _host.Clock.Now,
            ExpiresAt = _host.Clock.Now.AddDays(90),
            Version = Secret.NewId(),
        },
        null,
        default);

    private async Task<GrantId> AddGrantAsync(string subject, string clientId, string scope, string? sid = null)
    {
        var authorization = new Authorization { ClientId = clientId, Subject = subject, Scope = ScopeSet.Of(scope.Split(' ')), GrantId = GrantId.New(), SessionId = sid };
        var (now, end) = (_host.Clock.Now, _host.Clock.Now.AddDays(14));
        await _host.Service<IGrantStore>().AddAsync(new Grant { Authorization = authorization, CreatedAt = now, LastUsedAt = now, ExpiresAt = end, KeepUntil = end }, default);
        return authorization.GrantId;
    }
}
