using System.Web;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Attesto.Interop.Pages;

/// <summary>Every page as a phone and a desktop show it, in light and dark and from right to left: axe finds nothing, contrast included. With the environment
/// variable ATTESTO_PICTURES set to 1 the pictures of docs/pages.md are made anew.</summary>
public sealed class PicturesTests : BrowserFixture
{
    private static readonly (string Name, int Width, ColorScheme Scheme, string Language)[] Looks =
    [
        ("phone", 390, ColorScheme.Light, "en"),
        ("phone-dark", 390, ColorScheme.Dark, "en"),
        ("desktop", 1280, ColorScheme.Light, "en"),
        ("desktop-dark", 1280, ColorScheme.Dark, "en"),
        ("phone-arabic", 390, ColorScheme.Light, "ar"),
    ];

    public static IEnumerable<string> Names => Looks.Select(look => look.Name);

    [TestCaseSource(nameof(Names))]
    public async Task Every_page_is_fit_to_be_seen(string name)
    {
        var look = Array.Find(Looks, look => look.Name == name);
        await using var context = await Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            IgnoreHTTPSErrors = true,
            Locale = look.Language,
            ColorScheme = look.Scheme,
            ViewportSize = new ViewportSize { Width = look.Width, Height = 844 },
        });
        context.SetDefaultTimeout(300_000);
        var page = await context.NewPageAsync();
        var browser = new Browser(Host, Http);

        await ArriveAsync(page, AuthorizeUrl(browser.Request("asks")));
        await LookAsync(page, "sign-in", look);
        await SignInAsync(page, "alice", "wrong");
        await LookAsync(page, "sign-in-refused", look);
        await SignInAsync(page, "alice");
        await LookAsync(page, "consent", look);

        await page.GotoAsync($"{Host.Url}/oauth/device_verification");
        await LookAsync(page, "device", look);
        await page.FillAsync("#user_code", "BBBB-BBBB");
        await page.ClickThroughAsync("#device-approve");
        await LookAsync(page, "device-unknown", look);
        var device = await browser.PostAsync($"{Host.Url}/oauth/device_authorization", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = "asks",
            ["client_secret"] = LabJson.Secret,
            ["scope"] = "openid profile",
        });
        await page.FillAsync("#user_code", device["user_code"]!);
        await page.ClickThroughAsync("#device-approve");
        await LookAsync(page, "device-confirm", look);
        await page.ClickThroughAsync("#device-approve");
        await LookAsync(page, "device-approved", look);

        await browser.PostAsync(browser.TokenEndpoint, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code",
            ["device_code"] = device["device_code"]!,
            ["client_id"] = "asks",
            ["client_secret"] = LabJson.Secret,
        });
        await page.GotoAsync($"{Host.Url}/account/access");
        Assert.That(await page.Locator("button[name=client]").CountAsync(), Is.EqualTo(1));
        await LookAsync(page, "access", look);

        await page.GotoAsync($"{Host.Url}/oauth/authorize?client_id=nobody");
        await LookAsync(page, "error", look);

        await page.GotoAsync($"{Host.Url}/oauth/end_session?client_id=asks");
        await LookAsync(page, "sign-out", look);
        await page.ClickThroughAsync("#logout-confirm");
        await LookAsync(page, "signed-out", look);
    }

    [TestCase("de-AT", null, null, "Anmelden", "ltr")]
    [TestCase("en-US", "ja", null, "サインイン", "ltr")]
    [TestCase("de", "xx fr-CA", null, "Se connecter", "ltr")]
    [TestCase("en", null, "c=es|uic=es", "Iniciar sesión", "ltr")]
    [TestCase("ar", null, null, "تسجيل الدخول", "rtl")]
    [TestCase("sw", null, null, "Sign in", "ltr")]
    public async Task A_page_speaks_the_language_that_is_asked_for(string browserLanguage, string? uiLocales, string? cookie, string heading, string direction)
    {
        await using var context = await Chromium.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true, Locale = browserLanguage });
        context.SetDefaultTimeout(300_000);
        if (cookie is not null)
        {
            await context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = ".AspNetCore.Culture", Value = HttpUtility.UrlEncode(cookie), Url = Host.Url }]);
        }

        var page = await context.NewPageAsync();
        await ArriveAsync(page, AuthorizeUrl(new Browser(Host, Http).Request("asks", ("ui_locales", uiLocales))));
        Assert.That((await page.TextContentAsync("h1"), await page.GetAttributeAsync("html", "dir")), Is.EqualTo((heading, direction)));
        var name = string.Equals(uiLocales, "ja", StringComparison.Ordinal) ? "尋ねるクライアント" : "The asking client";
        Assert.That(await page.TextContentAsync("main"), Does.Contain(name), "a client's name in that language, where it has one");
    }

    private static async Task LookAsync(IPage page, string name, (string Name, int Width, ColorScheme Scheme, string Language) look)
    {
        var findings = (await page.RunAxe()).Violations;
        Assert.That(findings.Select(finding => $"{name} ({look.Name}) {finding.Id}: {finding.Help} {string.Join(' ', finding.Nodes.Select(node => node.Html))}"), Is.Empty);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(look.Width), $"{name} ({look.Name}) scrolls sideways");
        if (Environment.GetEnvironmentVariable("ATTESTO_PICTURES") == "1")
        {
            var folder = Path.Combine(Checkout.Root, "docs", "pictures");
            Directory.CreateDirectory(folder);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{look.Name}.png") });
        }
    }
}
