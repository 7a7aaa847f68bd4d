using Microsoft.Playwright;

namespace Attesto.Templates;

/// <summary>People who come to an emitted host from another OpenID Connect provider: a second one of its kind.</summary>
internal static class ProviderPeople
{
    private const string Provider = "button[name=provider]";

    public static async Task SignInAsync(EmittedHost provider, PersonAtBrowser person)
    {
        // Another name of this machine, so that the two share no cookies; and a database of its own.
        string[] settings =
        [
            "--ConnectionStrings:Attesto", "Data Source=other.db", "--Providers:Other:Authority", provider.Address, "--Providers:Other:ClientId", "demo",
            "--Providers:Other:CallbackPath", "/callback", "--Providers:Other:RequireHttpsMetadata", "false",
        ];
        await using var host = new EmittedHost("PeopleHost", host: "127.0.0.1");
        var migrated = await host.RunToEndAsync("Development", [.. settings, "--migrate"]);
        Assert.That(migrated.ExitCode, Is.Zero, migrated.Output);
        await host.StartAsync(settings);
        using var flow = new CodeFlow(host.Address);
        var page = person.Page;
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync(await flow.AuthorizationUrlAsync());
        await page.ClickAsync(Provider);
        await page.ClickAsync("#login-cancel");
        await Assertions.Expect(page.Locator("#fault")).ToBeVisibleAsync(); // a page, and every other way in

        await page.ClickAsync(Provider);
        await person.SendAsync("login-submit", ("username", "alice"), ("password", "wonderland"));
        await page.ClickAsync("#consent-allow");
        await Assertions.Expect(page.Locator("#fault")).ToContainTextAsync("There is an account with this e-mail address"); // an address joins nothing
        await person.SendAsync("login-submit", ("username", "alice"), ("password", "wonderland"));
        var own = await flow.RedeemAsync(await person.AllowAsync());

        await page.GotoAsync($"{host.Address}/account");
        await page.ClickAsync(Provider);
        await page.ClickAsync("#consent-allow");
        await Assertions.Expect(page.Locator("#account")).ToBeVisibleAsync();
        await PeopleTests.SignOutAsync(host, person);
        await page.GotoAsync(await flow.AuthorizationUrlAsync());
        await page.ClickAsync(Provider);
        await page.ClickAsync("#consent-allow");
        await page.WaitForURLAsync($"{host.Address}/**");
        var joined = await flow.RedeemAsync(await person.AllowAsync());
        Assert.That((SubOf(joined), PeopleTests.Claims.Of(joined).Amr), Is.EqualTo((SubOf(own), "pwd")), "the same account, and what the provider says of the sign-in");

        await StrangerAsync(provider, host, person, flow);
    }

    // Whoever is new gets an account; prompt=login reaches the provider, where else a session would answer.
    private static async Task StrangerAsync(EmittedHost provider, EmittedHost host, PersonAtBrowser person, CodeFlow flow)
    {
        var page = person.Page;
        await page.GotoAsync($"{await flow.AuthorizationUrlAsync()}&prompt=login");
        await page.ClickAsync(Provider);
        await page.WaitForURLAsync($"{provider.Address}/**");
        await person.SendAsync("login-submit", ("username", "o'hara@example.com"), ("password", "another long password"));
        await Assertions.Expect(page.Locator("#code")).ToBeVisibleAsync();
        Assert.That(host.Log, Does.Not.Contain("Unhandled exception"));
    }

    private static string SubOf(System.Text.Json.Nodes.JsonNode tokens) => PeopleTests.Claims.Of(tokens).Sub;
}
