using System.Web;
using Microsoft.Playwright;

namespace Attesto.Interop.Pages;

/// <summary>A lab with the real sign-in page, a client's site of another origin, and Chromium. Each test is a new person's browser.</summary>
public abstract class BrowserFixture
{
    private static readonly string[] Executables = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private protected ClientSite Site { get; private set; } = null!;

    private protected LabHost Host { get; private set; } = null!;

    private protected HttpClient Http { get; private set; } = null!;

    private protected IBrowser Chromium { get; private set; } = null!;

    private protected IBrowserContext Context { get; private set; } = null!;

    private protected IPage Page { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        if (Array.Find(Executables, File.Exists) is not { } executable)
        {
            Assert.Ignore("Chromium is not installed");
            return;
        }

        Site = await ClientSite.StartAsync();
        var lab = Lab();
        lab["login"] = "screen";
        Host = await LabHost.StartAsync(lab);
        Http = LabHost.CreateClient();
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args =
            [
                $"--host-resolver-rules=MAP client.example:443 127.0.0.1:{Site.Port}", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_playwright is null)
        {
            return;
        }

        await Chromium.DisposeAsync();
        _playwright.Dispose();
        Http.Dispose();
        await Site.DisposeAsync();
        await Host.DisposeAsync();
    }

    [SetUp]
    public async Task OpenBrowser()
    {
        Context = await Chromium.NewContextAsync(Options());
        Context.SetDefaultTimeout(300_000);
        Page = await Context.NewPageAsync();
    }

    [TearDown]
    public async Task CloseBrowser() => await Context.DisposeAsync();

    private protected virtual JsonObject Lab() => LabJson.Lab(
        LabJson.Confidential(
            "asks",
            client => (client["consent"], client["client_name"], client["client_name#ja"]) = ("screen", "The asking client", "尋ねるクライアント")),
        LabJson.Confidential("trusted"))
        .With(options => options["Logout"] = new JsonObject { ["Enabled"] = true })
        .With(options => options["Device"] = new JsonObject { ["Enabled"] = true });

    private protected virtual BrowserNewContextOptions Options() => new() { IgnoreHTTPSErrors = true };

    /// <summary>Follows a link of the client's site: the browser arrives from another site.</summary>
    private protected static async Task ArriveAsync(IPage page, string url)
    {
        await page.GotoAsync("https://client.example/");
        await page.EvaluateAsync("url => { const link = document.createElement('a'); link.href = url; link.id = 'go'; link.textContent = 'go'; document.body.append(link); }", url);
        await page.ClickThroughAsync("#go");
    }

    private protected string AuthorizeUrl(IEnumerable<KeyValuePair<string, string?>> request) => $"{Host.Url}/oauth/authorize?{Browser.Query(request)}";

    private protected static async Task SignInAsync(IPage page, string username, string? password = null)
    {
        await page.FillAsync("input[name=username]", username);
        await page.FillAsync("input[name=password]", password ?? username);
        await page.ClickThroughAsync("#login-submit");
    }

    /// <summary>What the client gets back.</summary>
    private protected static async Task<Dictionary<string, string?>> CallbackAsync(IPage page)
    {
        await page.WaitForURLAsync(url => url.StartsWith(LabJson.RedirectUri, StringComparison.Ordinal));
        var query = HttpUtility.ParseQueryString(new Uri(page.Url).Query);
        return query.AllKeys.ToDictionary(name => name!, name => query[name], StringComparer.Ordinal);
    }
}
