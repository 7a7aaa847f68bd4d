using Attesto.Tests.Shared;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Attesto.Management.Tests;

/// <summary>An administrator and a person in real browsers. Every page on the way is looked at as a desktop in light or a phone in dark shows it: axe finds nothing.
/// With the environment variable ATTESTO_PICTURES set to 1 the pictures of docs/admin.md are made anew.</summary>
public sealed class AdminWalkTests
{
    private const string Client = "shop";
    private const float Patience = 300_000; // milliseconds; a bound for what hangs

    private static readonly string[] Executables = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private AdminHost _host = null!;
    private int _looks;

    [Test]
    public async Task A_client_is_made_used_seen_in_the_lists_and_hears_that_the_person_ended_it()
    {
        if (Array.Find(Executables, File.Exists) is not { } executable)
        {
            Assert.Ignore("Chromium is not installed");
            return;
        }

        await using var host = _host = AdminHost.Start();
        await using var site = await AdminClientSite.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
        var (root, alice) = (await OpenAsync(chromium), await OpenAsync(chromium));
        await root.GotoAsync($"{host.Address}/attesto/admin");
        await SignInAsync(root, AdminHost.Administrator);
        var secret = await MakeAsync(root, site);

        await alice.GotoAsync(site.AuthorizeUrl(host.Address, Client));
        await SignInAsync(alice, AdminHost.Person);
        await alice.ClickAsync("#consent-allow");
        await alice.WaitForSelectorAsync("#client");
        var tokens = await site.RedeemAsync(host.Address, Client, secret, alice.Url);
        Assert.That(tokens["refresh_token"], Is.Not.Null, tokens.ToJsonString());
        tokens = await site.RefreshAsync(host.Address, Client, secret, tokens);
        Assert.That(tokens["access_token"], Is.Not.Null, tokens.ToJsonString());

        await SeeAsync(root);
        await alice.GotoAsync($"{host.Address}/account/access");
        await alice.ClickAsync($"button[name=client][value={Client}]");
        await Assertions.Expect(alice.Locator("main")).ToContainTextAsync("No application is connected.");
        var refused = await site.RefreshAsync(host.Address, Client, secret, tokens);
        Assert.That($"{refused["error"]}", Is.EqualTo("invalid_grant"), "what the person ended is over");
        Assert.That(() => site.LogoutTokens, Is.Not.Empty.After(120_000, 100), "the client was not told");

        await root.GotoAsync($"{host.Address}/attesto/admin/people?subject={AdminHost.Person}");
        await Assertions.Expect(root.Locator("main")).Not.ToContainTextAsync(Client);
        await root.GotoAsync($"{host.Address}/attesto/admin/events?Name=grants_ended");
        await Assertions.Expect(root.Locator("tbody tr")).ToContainTextAsync(Client);
    }

    private async Task<string> MakeAsync(IPage root, AdminClientSite site)
    {
        await root.ClickAsync("#new");
        await root.FillAsync("#Id", Client);
        await root.FillAsync("#Name", "The shop");
        await root.ClickAsync("#save");
        await Assertions.Expect(root.Locator("#RedirectUris-fault")).ToContainTextAsync("RedirectUris is empty");
        await LookAsync(root, "admin-client-refused");
        await root.FillAsync("#RedirectUris", site.Callback);
        await root.FillAsync("#BackchannelLogoutUri", site.BackchannelLogout);
        await root.FillAsync("#AllowedScope", "openid offline_access");
        await root.ClickAsync("#save");
        var secret = await root.TextContentAsync("#secret");
        await LookAsync(root, "admin-secret");
        await root.ClickAsync("#continue");
        await LookAsync(root, "admin-client");
        return secret!;
    }

    // The person and the client are where an administrator looks for them.
    private async Task SeeAsync(IPage root)
    {
        await root.GotoAsync($"{_host.Address}/attesto/admin");
        await Assertions.Expect(root.Locator("tbody tr")).ToContainTextAsync("The shop");
        await LookAsync(root, "admin-clients");
        await DescribeAsync(root);
        await root.GotoAsync($"{_host.Address}/attesto/admin/people?subject={AdminHost.Person}");
        await Assertions.Expect(root.Locator("tbody tr")).ToContainTextAsync(Client);
        await LookAsync(root, "admin-person");
        await root.GotoAsync($"{_host.Address}/attesto/admin/keys");
        await LookAsync(root, "admin-keys");
        await root.ClickAsync("#rotate-now");
        await LookAsync(root, "admin-keys-now");
        await root.GotoAsync($"{_host.Address}/attesto/admin/events");
        await Assertions.Expect(root.Locator("tbody")).ToContainTextAsync("refresh_issued");
        await Assertions.Expect(root.Locator("tbody")).Not.ToContainTextAsync("refresh_rotated");
        await LookAsync(root, "admin-events");
    }

    // A scope gets words, and what is wrong with it is told; then it is among the others.
    private async Task DescribeAsync(IPage root)
    {
        await root.GotoAsync($"{_host.Address}/attesto/admin/scopes/new");
        await root.FillAsync("#Key", "reports:read");
        await root.FillAsync("#DisplayName", "read your reports");
        await root.FillAsync("#LocalizedDisplayNames", "de: Ihre Berichte lesen\nfr: lire vos rapports");
        await root.FillAsync("#Claims", "sub");
        await root.ClickAsync("#save");
        await Assertions.Expect(root.Locator("#Claims-fault")).ToBeVisibleAsync();
        await root.FillAsync("#Claims", "team");
        await root.ClickAsync("#save");
        await Assertions.Expect(root.Locator("#done")).ToHaveTextAsync("It is added.");
        await LookAsync(root, "admin-scope");
        await root.GotoAsync($"{_host.Address}/attesto/admin/scopes");
        await Assertions.Expect(root.Locator("tbody")).ToContainTextAsync("read your reports");
        await LookAsync(root, "admin-scopes");
    }

    private static async Task<IPage> OpenAsync(IBrowser chromium)
    {
        var page = await chromium.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        return page;
    }

    private static async Task SignInAsync(IPage page, string username)
    {
        await page.FillAsync("#username", username);
        await page.FillAsync("#password", AdminHost.Password);
        await page.ClickAsync("#login-submit");
    }

    // A page in each look, and axe in turn in the one and the other: both have the same elements, and a run takes a second.
    private async Task LookAsync(IPage page, string name)
    {
        _looks++;
        foreach (var (look, width, scheme, turn) in new[] { ("desktop", 1280, ColorScheme.Light, 0), ("phone-dark", 390, ColorScheme.Dark, 1) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 844);
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), $"{name} ({look}) scrolls sideways");
            if (_looks % 2 == turn)
            {
                var findings = (await page.RunAxe()).Violations;
                Assert.That(findings.Select(finding => $"{name} ({look}) {finding.Id}: {finding.Help} {string.Join(' ', finding.Nodes.Select(node => node.Html))}"), Is.Empty);
            }

            if (Environment.GetEnvironmentVariable("ATTESTO_PICTURES") == "1")
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "docs", "pictures", $"{name}-{look}.png") });
            }
        }
    }
}
