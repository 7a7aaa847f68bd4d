using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Sessions;

/// <summary>A cookie scheme whose sessions are kept on the server as well.</summary>
public sealed class ServerSideSessionTests
{
    private const string Scheme = "people";

    private readonly List<string> _events = [];
    private TestHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _events.Clear();
        _host = await TestHost.StartAsync(
            attesto =>
            {
                attesto.Services.AddAuthentication().AddCookie(Scheme, cookie => cookie.Events = new CookieAuthenticationEvents
                {
                    OnSigningIn = _ => Note("in"),
                    OnValidatePrincipal = _ => Note("validate"),
                    OnSigningOut = _ => Note("out"),
                });
                attesto.AddServerSideSessions(Scheme);
            },
            pipeline: app =>
            {
                app.MapGet("/in/{sub}", async (string sub, HttpContext http) => await http.SignInAsync(
                    Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", sub), new Claim("sid", $"sid-{sub}")], Scheme)), new() { IsPersistent = true }));
                app.MapGet("/in-by-properties/{sub}", async (string sub, HttpContext http) => await http.SignInAsync(
                    Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", sub)], Scheme)), new() { Items = { ["sid"] = $"sid-{sub}" } }));
                app.MapGet("/who", async (HttpContext http) => (await http.AuthenticateAsync(Scheme)).Principal?.FindFirstValue("sub") ?? "nobody");
                app.MapGet("/out", async (HttpContext http) => await http.SignOutAsync(Scheme));
            });
    }

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_copied_cookie_is_worth_nothing_after_the_sign_out()
    {
        var cookie = (await GetAsync("/in/alice", null)).Cookie;
        Assert.That((await GetAsync("/who", cookie)).Text, Is.EqualTo("alice"));
        await GetAsync("/out", cookie);
        Assert.That((await GetAsync("/who", cookie)).Text, Is.EqualTo("nobody"));
    }

    [Test]
    public async Task A_planted_cookie_never_becomes_the_session_of_who_signs_in()
    {
        var planted = (await GetAsync("/in/mallory", null)).Cookie;
        var own = (await GetAsync("/in/alice", planted)).Cookie;
        Assert.That((await GetAsync("/who", own)).Text, Is.EqualTo("alice"));
        Assert.That((await GetAsync("/who", planted)).Text, Is.EqualTo("nobody"), "what was replaced is over");
    }

    [Test]
    public async Task A_session_is_ended_from_elsewhere()
    {
        var (alice, bob) = ((await GetAsync("/in/alice", null)).Cookie, (await GetAsync("/in/bob", null)).Cookie);
        await Sessions.EndAllAsync("sid-alice", null, default);
        await Sessions.EndAllAsync(null, "bob", default);
        Assert.That(((await GetAsync("/who", alice)).Text, (await GetAsync("/who", bob)).Text), Is.EqualTo(("nobody", "nobody")));
        var carol = (await GetAsync("/in-by-properties/carol", null)).Cookie;
        await Sessions.EndAllAsync("sid-carol", null, default);
        Assert.That((await GetAsync("/who", carol)).Text, Is.EqualTo("nobody"), "a sid among the properties counts like a claim");
    }

    [Test]
    public async Task A_session_in_use_goes_on_and_so_does_what_its_clients_are_remembered_by()
    {
        var clients = _host.App.Services.GetRequiredService<ILogoutSessionStore>();
        var cookie = (await GetAsync("/in/alice", null)).Cookie;
        await clients.AddAsync(new LogoutSession("web", "usr_alice", "sid-alice", _host.Clock.Now.AddDays(14)), default);
        _host.Clock.Advance(TimeSpan.FromDays(8));
        var renewed = (await GetAsync("/who", cookie)).Cookie;
        _host.Clock.Advance(TimeSpan.FromDays(8));

        Assert.That((await GetAsync("/who", renewed)).Text, Is.EqualTo("alice"), "sixteen days after the sign-in");
        Assert.That(await clients.TakeAsync("sid-alice", null, default), Has.Length.EqualTo(1));
        _host.Clock.Advance(TimeSpan.FromDays(15));
        Assert.That((await GetAsync("/who", renewed)).Text, Is.EqualTo("nobody"));
    }

    [Test]
    public async Task The_hosts_own_events_are_kept()
    {
        var cookie = (await GetAsync("/in/alice", null)).Cookie;
        await GetAsync("/who", cookie);
        await GetAsync("/out", cookie);
        Assert.That(_events, Is.EqualTo(new[] { "in", "validate", "out", "validate" }).Or.EqualTo(new[] { "in", "validate", "validate", "out" }));
    }

    [Test]
    public async Task A_scheme_whose_events_cannot_be_joined_is_named()
    {
        await using var host = await TestHost.StartAsync(attesto =>
        {
            attesto.Services.AddAuthentication().AddCookie(Scheme, cookie => cookie.EventsType = typeof(CookieAuthenticationEvents));
            attesto.AddServerSideSessions(Scheme);
        });
        var options = host.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<CookieAuthenticationOptions>>();
        Assert.That(() => options.Get(Scheme), Throws.InvalidOperationException.With.Message.Contain(Scheme).And.Message.Contain("EventsType"));
    }

    private IServerSideSessionStore Sessions => _host.App.Services.GetRequiredService<IServerSideSessionStore>();

    private Task Note(string name)
    {
        _events.Add(name);
        return Task.CompletedTask;
    }

    private async Task<(string Text, string? Cookie)> GetAsync(string path, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await _host.CreateClient().SendAsync(request);
        response.EnsureSuccessStatusCode();
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single().Split(';')[0] : cookie;
        return (await response.Content.ReadAsStringAsync(), set);
    }
}
