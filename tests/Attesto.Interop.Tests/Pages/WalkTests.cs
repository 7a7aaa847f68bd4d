namespace Attesto.Interop.Pages;

/// <summary>People are slow, click twice, reload and go back: the client still gets its answer.</summary>
public sealed class WalkTests : BrowserFixture
{
    private protected override JsonObject Lab()
    {
        var lab = base.Lab().With(options =>
        {
            options["PushedAuthorization"] = new JsonObject { ["Lifetime"] = "00:00:05" };
            options["Authorization"] = new JsonObject { ["RememberConsentFor"] = "90.00:00:00" };
        });
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        lab["clients"]!.AsArray()[0]!["remember_consent"] = false;
        lab["clients"]!.AsArray().Add(LabJson.Confidential("connects", client =>
        {
            (client["consent"], client["client_name"]) = ("screen", "The connected client");
            client["backchannel_logout_uri"] = $"https://localhost:{Site.Port}/logout";
        }));
        return lab;
    }

    [Test(Description = "RFC 9126 §4: the lifetime of a reference is not a person's time")]
    public async Task A_person_who_takes_longer_than_the_pushed_reference_lives_comes_through()
    {
        var browser = new Browser(Host, Http);
        var reference = await PushAsync(browser, "asks");
        await ArriveAsync(Page, AuthorizeUrl([new("client_id", "asks"), new("request_uri", reference)]));
        await ExpireAsync(browser);
        await SignInAsync(Page, "alice");
        await Page.ClickThroughAsync("#consent-allow");
        Assert.That(await CallbackAsync(Page), Does.ContainKey("code"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_double_click_on_allow_gets_one_code(bool pushed)
    {
        var browser = new Browser(Host, Http);
        await ArriveAsync(Page, pushed
            ? AuthorizeUrl([new("client_id", "asks"), new("request_uri", await PushAsync(browser, "asks"))])
            : AuthorizeUrl(browser.Request("asks")));
        await SignInAsync(Page, "alice");

        // The first click's response is dropped by the browser: a second navigation takes its place.
        var form = await Page.EvalOnSelectorAsync<string>("form", "form => new URLSearchParams([...new FormData(form), ['decision', 'authorize']]).toString()");
        var first = await PostAsync(form);
        await Page.ClickThroughAsync("#consent-allow");
        var callback = await CallbackAsync(Page);
        Assert.That((callback.GetValueOrDefault("error"), callback["code"]), Is.EqualTo(((string?)null, first["code"])));

        // Once the client has used it, it is not sent again: the client hears that nothing more comes of this.
        var redemption = browser.Redemption(callback["code"]!, "asks");
        redemption["client_secret"] = LabJson.Secret;
        Assert.That((await browser.PostAsync(browser.TokenEndpoint, redemption)).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(form))["error"], Is.EqualTo(pushed ? "invalid_request_uri" : "invalid_request"));
    }

    [Test]
    public async Task A_double_click_on_deny_denies()
    {
        var browser = new Browser(Host, Http);
        await ArriveAsync(Page, AuthorizeUrl(browser.Request("asks")));
        await SignInAsync(Page, "alice");
        var form = await Page.EvalOnSelectorAsync<string>("form", "form => new URLSearchParams([...new FormData(form), ['decision', 'deny']]).toString()");
        await PostAsync(form);
        await Page.ClickThroughAsync("#consent-deny");
        Assert.That((await CallbackAsync(Page))["error"], Is.EqualTo("access_denied"));
    }

    [Test]
    public async Task A_double_click_on_sign_in_gets_one_code_for_a_pushed_request()
    {
        var browser = new Browser(Host, Http);
        await ArriveAsync(Page, AuthorizeUrl([new("client_id", "trusted"), new("request_uri", await PushAsync(browser, "trusted"))]));
        var back = await Page.InputValueAsync("input[name=returnUrl]");
        await SignInAsync(Page, "alice");
        var first = (await CallbackAsync(Page))["code"];
        await Page.GotoAsync(Host.Url + back);
        Assert.That((await CallbackAsync(Page))["code"], Is.EqualTo(first));
    }

    [Test]
    public async Task A_long_state_stays_out_of_urls_that_proxies_cut_off()
    {
        var browser = new Browser(Host, Http);
        var state = new string('s', 3600);
        using var response = await browser.AuthorizeAsync(browser.Request("asks", ("state", state)), login: null);
        Assert.That(response.Headers.Location!.OriginalString, Has.Length.LessThan(2048));
        await ArriveAsync(Page, AuthorizeUrl(browser.Request("asks", ("state", state))));
        await SignInAsync(Page, "alice");
        await Page.ClickThroughAsync("#consent-allow");
        Assert.That((await CallbackAsync(Page))["state"], Is.EqualTo(state));
    }

    [Test]
    public async Task A_person_is_asked_once_sees_what_is_connected_and_ends_it()
    {
        var browser = new Browser(Host, Http);
        var request = browser.Request("connects", ("scope", "openid offline_access"));
        await ArriveAsync(Page, AuthorizeUrl(request));
        await SignInAsync(Page, "bob");
        await Page.ClickThroughAsync("#consent-allow");
        var redemption = browser.Redemption((await CallbackAsync(Page))["code"]!, "connects");
        redemption["client_secret"] = LabJson.Secret;
        var tokens = await browser.PostAsync(browser.TokenEndpoint, redemption);
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);

        foreach (var prompt in new[] { null, "none" })
        {
            await Page.GotoAsync(AuthorizeUrl(browser.Request("connects", ("scope", "openid"), ("prompt", prompt), ("state", $"{prompt}"))));
            Assert.That((await CallbackAsync(Page)).GetValueOrDefault("code"), Is.Not.Null, "the same, or less, is not asked again");
        }

        foreach (var (name, value) in new[] { ("scope", "openid email"), ("prompt", "consent") })
        {
            await Page.GotoAsync(AuthorizeUrl(browser.Request("connects", ("scope", "openid"), (name, value))));
            Assert.That(await Page.Locator("#consent-allow").CountAsync(), Is.EqualTo(1), name);
        }

        await Page.GotoAsync($"{Host.Url}/account/access");
        Assert.That(await Page.TextContentAsync("section"), Does.Contain("The connected client").And.Contain("keep this access while you are away"));
        await Page.ClickThroughAsync("button[name=client][value=connects]");
        Assert.That(await Page.TextContentAsync("main"), Does.Contain("No application is connected."));

        var refresh = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = tokens["refresh_token"]!,
            ["client_id"] = "connects",
            ["client_secret"] = LabJson.Secret,
        };
        Assert.That((await browser.PostAsync(browser.TokenEndpoint, refresh))["error"], Is.EqualTo("invalid_grant"));
        Assert.That(() => Site.Posted.Any(form => form.ContainsKey("logout_token")), Is.True.After(120_000, 100), "the client was not told");
        await Page.GotoAsync(AuthorizeUrl(request));
        Assert.That(await Page.Locator("#consent-allow").CountAsync(), Is.EqualTo(1), "and the person is asked again");
    }

    private async Task<string> PushAsync(Browser browser, string client)
    {
        var push = browser.Request(client).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        push["client_secret"] = LabJson.Secret;
        return (await browser.PostAsync($"{Host.Url}/oauth/par", push))["request_uri"]!;
    }

    /// <summary>Waits until a younger reference, which no browser has brought, is refused.</summary>
    private async Task ExpireAsync(Browser browser)
    {
        while (true)
        {
            var younger = await PushAsync(browser, "trusted");
            await Task.Delay(TimeSpan.FromSeconds(5)); // its lifetime
            using var response = await browser.AuthorizeAsync([new("client_id", "trusted"), new("request_uri", younger)], login: null);
            if (response.StatusCode is HttpStatusCode.BadRequest)
            {
                return;
            }
        }
    }

    private async Task<Dictionary<string, string?>> PostAsync(string form)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{Host.Url}/oauth/authorize") { Content = new StringContent(form, null, "application/x-www-form-urlencoded") };
        message.Headers.Add("Cookie", string.Join("; ", (await Context.CookiesAsync([Host.Url])).Select(cookie => $"{cookie.Name}={cookie.Value}")));
        using var response = await Http.SendAsync(message);
        Assert.That(response.Headers.Location?.OriginalString, Does.StartWith(LabJson.RedirectUri), await response.Content.ReadAsStringAsync());
        var query = System.Web.HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        return query.AllKeys.ToDictionary(name => name!, name => query[name], StringComparer.Ordinal);
    }
}
