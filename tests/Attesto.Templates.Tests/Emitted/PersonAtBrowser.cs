using System.Collections;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Attesto.Templates;

/// <summary>A person at Chromium, with a device that keeps passkeys (WebAuthn virtual authenticator). The demo client's redirect URI answers by itself.</summary>
internal sealed class PersonAtBrowser : IAsyncDisposable
{
    private static readonly string[] Executables = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // A bound for what hangs, in milliseconds; a busy machine is only slow.
    private const float Patience = 300_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private ICDPSession _device = null!;
    private string _authenticator = "";

    private PersonAtBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static bool HasBrowser => Executables.Any(File.Exists);

    public IPage Page { get; private set; } = null!;

    public static async Task<PersonAtBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executables.First(File.Exists),
            Env = OwnHome(),
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var person = new PersonAtBrowser(playwright, browser) { Page = await browser.NewPageAsync() };
        person.Page.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        await person.Page.RouteAsync($"{CodeFlow.RedirectUri}**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p id='client'>client</p>" }));
        person._device = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await person._device.SendAsync("WebAuthn.enable");
        var made = await person._device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        person._authenticator = $"{made!.Value.GetProperty("authenticatorId")}";
        return person;
    }

    /// <summary>Whether the person touches the device as soon as a page asks.</summary>
    public Task TouchDeviceAsync(bool touches) =>
        _device.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = _authenticator, ["enabled"] = touches });

    /// <summary>Fills in a form and sends it.</summary>
    public async Task SendAsync(string button, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            await Page.FillAsync($"#{field}", value);
        }

        await Page.ClickAsync($"#{button}");
    }

    /// <summary>Demands that axe has nothing to say of the page.</summary>
    public async Task FindNothingAsync() => Assert.That((await Page.RunAxe()).Violations.Select(finding => $"{Page.Url} {finding.Id}: {finding.Help}"), Is.Empty);

    /// <summary>Allows what the client asks for; its redirect URI then has the code.</summary>
    public async Task<string> AllowAsync()
    {
        await Page.ClickAsync("#consent-allow");
        await Page.WaitForSelectorAsync("#client");
        return Page.Url;
    }

    // The tests' home, for Chromium keeps its crash reports there.
    private static Dictionary<string, string> OwnHome()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => $"{variable.Key}", variable => $"{variable.Value}", StringComparer.Ordinal);
        environment["HOME"] = Workshop.Home.Folder;
        environment.Remove("XDG_CONFIG_HOME");
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
