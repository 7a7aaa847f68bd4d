using System.Web;
using Attesto.Interop.Pages;
using Attesto.Tests.Shared.Lab;
using Microsoft.Playwright;

namespace Attesto.Interop;

/// <summary>A real browser walks the pages: sign-in, consent, denial, an answer by form.</summary>
public sealed class BrowserTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private LabHost _host = null!;
    private ClientSite _site = null!;
    private HttpClient _http = null!;
    private IPlaywright? _playwright;
    private IBrowser _chromium = null!;
    private IBrowserContext _context = null!;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (Array.Find(Browsers, File.Exists) is not { } executable)
        {
            Assert.Ignore("Chromium is not installed");
            return;
        }

        var lab = LabJson.Lab(
            LabJson.Confidential("asks", client => (client["consent"], client["client_name"]) = ("screen", "The asking client")),
            LabJson.Confidential("denied", client => client["consent"] = "deny"),
            LabJson.Confidential("trusted")).With(options => options["Logout"] = new JsonObject { ["Enabled"] = true });
        lab["login"] = "screen";
        _host = await LabHost.StartAsync(lab);
        _site = await ClientSite.StartAsync();
        _http = LabHost.CreateClient();
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = [$"--host-resolver-rules=MAP client.example:443 127.0.0.1:{_site.Port}", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_playwright is null)
        {
            return;
        }

        await _chromium.DisposeAsync();
        _playwright.Dispose();
        _http.Dispose();
        await _site.DisposeAsync();
        await _host.DisposeAsync();
    }

    [SetUp]
    public async Task OpenPage()
    {
        // Each test is a new person's browser.
        _context = await _chromium.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        _context.SetDefaultTimeout(300_000);
        _page = await _context.NewPageAsync();
    }

    [TearDown]
    public async Task ClosePage() => await _context.DisposeAsync();

    [Test]
    public async Task A_person_signs_in_and_comes_back_with_a_code_that_is_good()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted"));
        await SignInAsync("alice", "wrong");
        Assert.That(_page.Url, Does.StartWith(_host.Url), "a wrong password lets nobody in");
        await SignInAsync("alice", "alice");
        var callback = await CallbackAsync();
        var form = browser.Redemption(callback["code"]!, "trusted");
        form["client_secret"] = LabJson.Secret;
        var tokens = await browser.PostAsync(browser.TokenEndpoint, form);
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
    }

    [Test]
    public async Task A_person_who_is_signed_in_is_not_asked_again()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted"));
        await SignInAsync("bob", "bob");
        await OpenAsync(browser.Request("trusted", ("state", "again")));
        Assert.That((await CallbackAsync())["state"], Is.EqualTo("again"));
    }

    [Test]
    public async Task Prompt_login_asks_again_and_does_not_loop()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted"));
        await SignInAsync("alice", "alice");
        await OpenAsync(browser.Request("trusted", ("prompt", "login"), ("state", "fresh")));
        await SignInAsync("alice", "alice");
        Assert.That((await CallbackAsync())["state"], Is.EqualTo("fresh"));
    }

    [Test]
    public async Task A_cancelled_sign_in_returns_access_denied()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted"));
        await _page.ClickThroughAsync("#login-cancel");
        Assert.That(((await CallbackAsync())["error"], (await CallbackAsync())["state"]), Is.EqualTo(("access_denied", "s-1")));
    }

    [Test]
    public async Task The_consent_page_names_the_client_and_the_person_allows()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("asks"));
        await SignInAsync("alice", "alice");
        Assert.That(await _page.TextContentAsync("body"), Does.Contain("The asking client"));
        await _page.ClickThroughAsync("#consent-allow");
        Assert.That((await CallbackAsync())["code"], Is.Not.Null);
    }

    [Test]
    public async Task The_person_denies()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("asks"));
        await SignInAsync("alice", "alice");
        await _page.ClickThroughAsync("#consent-deny");
        Assert.That((await CallbackAsync())["error"], Is.EqualTo("access_denied"));
    }

    [Test]
    public async Task A_consent_form_that_was_altered_grants_nothing()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("asks", ("scope", "openid")));
        await SignInAsync("alice", "alice");
        await _page.EvalOnSelectorAsync("input[name=scope]", "field => field.value = 'openid email'");
        await _page.ClickThroughAsync("#consent-allow");
        Assert.That(_page.Url, Does.StartWith(_host.Url), "the page asks anew, for what it now shows");
        Assert.That(await _page.Locator("#consent-allow").CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_pushed_request_survives_sign_in_and_consent()
    {
        var browser = new Browser(_host, _http);
        var push = browser.Request("asks").ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        push["client_secret"] = LabJson.Secret;
        var pushed = await browser.PostAsync($"{_host.Url}/oauth/par", push);
        await OpenAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["client_id"] = "asks", ["request_uri"] = pushed["request_uri"] });
        await SignInAsync("alice", "alice");
        await _page.ClickThroughAsync("#consent-allow");
        Assert.That((await CallbackAsync())["code"], Is.Not.Null);
    }

    [Test(Description = "OpenID Connect Core §3.1.2.1")]
    public async Task A_long_posted_request_survives_sign_in_a_reload_and_consent()
    {
        var browser = new Browser(_host, _http);
        var fields = browser.Request("asks").Concat(Enumerable.Range(0, 5).Select(i => KeyValuePair.Create($"x{i}", (string?)new string('x', 4000))));
        await PostFromAnotherSiteAsync(fields);
        await SignInAsync("alice", "alice");
        await _page.ReloadAsync();
        var consent = _page.Url;
        await _page.ClickThroughAsync("#consent-allow");
        var form = browser.Redemption((await CallbackAsync())["code"]!, "asks");
        form["client_secret"] = LabJson.Secret;
        Assert.That((await browser.PostAsync(browser.TokenEndpoint, form)).Status, Is.EqualTo(200));
        await _page.GotoAsync(consent);
        Assert.That(await _page.TextContentAsync("#error-page"), Does.Contain("answered already"));
    }

    [Test(Description = "OpenID Connect Core §3.1.2.1")]
    public async Task A_person_who_is_signed_in_is_known_to_a_form_of_another_site()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted"));
        await SignInAsync("bob", "bob");
        await PostFromAnotherSiteAsync(browser.Request("trusted", ("state", "posted"), ("prompt", "none")));
        var callback = await CallbackAsync();
        Assert.That((callback["state"], callback.GetValueOrDefault("error")), Is.EqualTo(("posted", (string?)null)));
    }

    [Test(Description = "OpenID Connect RP-Initiated Logout §2")]
    public async Task A_person_who_signs_out_by_a_form_of_another_site_is_signed_out()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted"));
        await SignInAsync("bob", "bob");
        var form = browser.Redemption((await CallbackAsync())["code"]!, "trusted");
        form["client_secret"] = LabJson.Secret;
        var tokens = await browser.PostAsync(browser.TokenEndpoint, form);
        await PostFromAnotherSiteAsync([KeyValuePair.Create("id_token_hint", tokens["id_token"])], "/oauth/end_session");
        Assert.That(await _page.Locator("#logged-out").CountAsync(), Is.EqualTo(1));
        await OpenAsync(browser.Request("trusted"));
        Assert.That(await _page.Locator("#login-submit").CountAsync(), Is.EqualTo(1), "nobody is signed in any more");
    }

    [TestCase("form_post.jwt", "response")]
    [TestCase("form_post", "code")]
    public async Task An_answer_by_form_posts_itself_under_our_own_policy(string mode, string field)
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted", ("response_mode", mode)));
        await SignInAsync("alice", "alice");
        await _page.WaitForSelectorAsync("#client");
        Assert.That(_site.Posted.TryDequeue(out var posted), Is.True);
        Assert.That(posted!, Does.ContainKey(field));
    }

    [Test]
    public async Task An_answer_in_the_fragment_stays_in_the_browser()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("trusted", ("response_mode", "fragment")));
        await SignInAsync("alice", "alice");
        Assert.That(_page.Url, Does.StartWith($"{LabJson.RedirectUri}#").And.Contain("code="));
    }

    [Test]
    public async Task A_request_that_may_not_redirect_shows_a_page_that_a_person_can_read()
    {
        var browser = new Browser(_host, _http);
        await OpenAsync(browser.Request("<script>alert(1)</script>", ("redirect_uri", "https://evil.example/\"><script>alert(1)</script>")));
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await _page.TextContentAsync("#error-page h1"), Is.EqualTo("The request could not be processed"));
            Assert.That(await _page.TextContentAsync("#error-code"), Is.EqualTo("invalid_request"));
            Assert.That(await _page.Locator("script").CountAsync(), Is.Zero);
        });
    }

    private Task OpenAsync(IEnumerable<KeyValuePair<string, string?>> request) => _page.GotoAsync($"{_host.Url}/oauth/authorize?{Browser.Query(request)}");

    private async Task PostFromAnotherSiteAsync(IEnumerable<KeyValuePair<string, string?>> fields, string path = "/oauth/authorize")
    {
        var inputs = string.Concat(fields.Select(field => $"<input type=hidden name='{field.Key}' value='{field.Value}'>"));
        await _page.GotoAsync("about:blank");
        await _page.SetContentAsync($"<form method=post action='{_host.Url}{path}'>{inputs}<button id=go>Sign in</button></form>");
        await _page.ClickThroughAsync("#go");
    }

    private async Task SignInAsync(string username, string password)
    {
        await _page.FillAsync("input[name=username]", username);
        await _page.FillAsync("input[name=password]", password);
        await _page.ClickThroughAsync("#login-submit");
    }

    private async Task<Dictionary<string, string?>> CallbackAsync()
    {
        await _page.WaitForURLAsync(url => url.StartsWith(LabJson.RedirectUri, StringComparison.Ordinal), new PageWaitForURLOptions { Timeout = 300_000 });
        var query = HttpUtility.ParseQueryString(new Uri(_page.Url).Query);
        return query.AllKeys.ToDictionary(name => name!, name => query[name], StringComparer.Ordinal);
    }
}
