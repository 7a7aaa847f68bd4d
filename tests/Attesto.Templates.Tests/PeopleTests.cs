using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-host --users identity</c>: what a person does there, in a real browser.</summary>
public sealed class PeopleTests
{
    private const string Email = "o'hara@example.com";
    private const string Password = "a rather long password";

    [Test]
    public async Task A_person_registers_confirms_adds_a_passkey_and_gives_more_where_more_is_asked()
    {
        await using var host = await EmittedHost.NewAsync("PeopleHost", "--users", "identity", "--tests");
        Assert.That(host.CountLines(), Is.LessThan(2_800), "to be read before it is owned");
        await host.BuildAsync();
        var tests = host.TestAsync(); // meanwhile
        await host.UpdateDatabaseAsync(); // refuses a model that differs from its migration
        await host.StartAsync();
        using var flow = new CodeFlow(host.Address);
        Assert.That($"{(await flow.UserInfoAsync(await flow.SignInAsync()))["name"]}", Is.EqualTo("Alice"), "the demo person is an account like any other");
        Assert.That((await tests).Output, Does.Contain("Failed:     0, Passed:     6"));

        if (!PersonAtBrowser.HasBrowser)
        {
            Assert.Ignore("Chromium is not installed");
        }

        await using var person = await PersonAtBrowser.StartAsync();
        await TryAsync(host, person);
        var first = await RegisterAsync(host, person, flow);
        Assert.That((first.Amr, first.Acr), Is.EqualTo(("pwd", (string?)null)));

        await AddPasskeyAsync(host, person);
        var stronger = await StepUpAsync(person, flow);
        Assert.That((stronger.Amr, stronger.Acr, stronger.Sid), Is.EqualTo(("hwk user mfa", "mfa", first.Sid)), "the same session, and more");

        await SignOutAsync(host, person);
        await person.Page.GotoAsync(await flow.AuthorizationUrlAsync()); // the device is offered where the name is typed, and touched
        var again = Claims.Of(await flow.RedeemAsync(await person.AllowAsync()));
        Assert.That((again.Amr, again.Sub), Is.EqualTo(("hwk user mfa", first.Sub)));
        Assert.That(again.Sid, Is.Not.EqualTo(first.Sid));

        await AuthenticatorAsync(host, person, flow);
        await ProviderPeople.SignInAsync(host, person);
    }

    // The welcome page and its walk.
    private static async Task TryAsync(EmittedHost host, PersonAtBrowser person)
    {
        await person.Page.GotoAsync(host.Address);
        await person.FindNothingAsync();
        await person.Page.ClickAsync("#try");
        await person.SendAsync("login-submit", ("username", "alice"), ("password", "wonderland"));
        await person.Page.ClickAsync("#consent-allow");
        await Assertions.Expect(person.Page.Locator("#id-token")).ToContainTextAsync("Alice");
        await person.FindNothingAsync();
        await person.Page.ClickAsync("#home");
        await Assertions.Expect(person.Page.Locator("#welcome")).ToBeVisibleAsync();
        await SignOutAsync(host, person);
    }

    private static async Task<Claims> RegisterAsync(EmittedHost host, PersonAtBrowser person, CodeFlow flow)
    {
        var page = person.Page;
        await page.GotoAsync(await flow.AuthorizationUrlAsync());
        await page.ClickAsync("#register");
        await person.SendAsync("register-submit", ("email", Email), ("name", "Scarlett O'Hara"), ("password", "too short"));
        await Assertions.Expect(page.Locator("#fault")).ToContainTextAsync("12");
        await person.SendAsync("register-submit", ("password", Password));
        await Assertions.Expect(page.Locator("#message")).ToBeVisibleAsync();
        await page.GotoAsync(await host.MailAsync(Email));
        await page.ClickAsync("#message-signin"); // and the application still waits
        await person.SendAsync("login-submit", ("username", Email), ("password", "not this one"));
        await Assertions.Expect(page.Locator("#fault")).ToBeVisibleAsync();
        await person.SendAsync("login-submit", ("password", Password));
        return Claims.Of(await flow.RedeemAsync(await person.AllowAsync()));
    }

    private static async Task AddPasskeyAsync(EmittedHost host, PersonAtBrowser person)
    {
        await person.Page.GotoAsync($"{host.Address}/account");
        await person.SendAsync("passkey-add", ("passkey-name", "This device"));
        await Assertions.Expect(person.Page.Locator("#passkeys li")).ToContainTextAsync("This device");
    }

    private static async Task<Claims> StepUpAsync(PersonAtBrowser person, CodeFlow flow)
    {
        await person.TouchDeviceAsync(false);
        await person.Page.GotoAsync($"{await flow.AuthorizationUrlAsync()}&acr_values=mfa");
        await Assertions.Expect(person.Page.Locator("#wants-more")).ToBeVisibleAsync();
        await person.TouchDeviceAsync(true);
        await person.SendAsync("passkey-submit");
        return Claims.Of(await flow.RedeemAsync(await person.AllowAsync()));
    }

    internal static async Task SignOutAsync(EmittedHost host, PersonAtBrowser person)
    {
        await person.Page.GotoAsync($"{host.Address}/account");
        await person.Page.ClickAsync("#sign-out");
        await person.SendAsync("logout-confirm");
        await Assertions.Expect(person.Page.Locator("#logged-out")).ToBeVisibleAsync();
    }

    // The second factor, a code that is good once, and a changed password that ends what applications had.
    private static async Task AuthenticatorAsync(EmittedHost host, PersonAtBrowser person, CodeFlow flow)
    {
        var page = person.Page;
        await page.GotoAsync($"{host.Address}/account/authenticator");
        var key = (await page.TextContentAsync("#authenticator-key"))!;
        await Assertions.Expect(page.Locator(".qr svg")).ToBeVisibleAsync();
        await person.SendAsync("authenticator-on", ("code", Totp.Of(key)));
        await Assertions.Expect(page.Locator("#recovery-codes li")).ToHaveCountAsync(10);
        var recovery = await page.Locator("#recovery-codes li").First.TextContentAsync();
        await SignOutAsync(host, person);

        await person.TouchDeviceAsync(false);
        await page.GotoAsync(await flow.AuthorizationUrlAsync());
        await person.SendAsync("login-submit", ("username", Email), ("password", Password));
        await person.SendAsync("code-submit", ("code", Totp.Of(key)));
        if (await page.Locator("#fault").Or(page.Locator("#consent-allow")).First.GetAttributeAsync("id") == "fault") // the same code as at the setup
        {
            await person.SendAsync("code-submit", ("code", recovery!.Trim()));
        }

        var tokens = await flow.RedeemAsync(await person.AllowAsync());
        Assert.That((Claims.Of(tokens).Amr, Claims.Of(tokens).Acr), Is.EqualTo(("pwd otp mfa", "mfa")));

        await page.GotoAsync($"{host.Address}/account");
        await person.SendAsync("password-change", ("current", Password), ("next", "another long password"));
        await Assertions.Expect(page.Locator("#account")).ToBeVisibleAsync();
        var refused = await flow.PostAsync($"{host.Address}/oauth/token", new()
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = $"{tokens["refresh_token"]}",
            ["client_id"] = "demo",
        });
        Assert.That($"{refused["error"]}", Is.EqualTo("invalid_grant"), refused.ToJsonString());
    }

    internal sealed record Claims(string Sub, string Sid, string Amr, string? Acr)
    {
        public static Claims Of(JsonNode tokens)
        {
            Assert.That(tokens["id_token"], Is.Not.Null, tokens.ToJsonString());
            var claims = JsonNode.Parse(Base64Url.DecodeFromChars($"{tokens["id_token"]}".Split('.')[1]))!;
            return new Claims($"{claims["sub"]}", $"{claims["sid"]}", string.Join(' ', claims["amr"]?.AsArray().Select(method => $"{method}") ?? []), (string?)claims["acr"]);
        }
    }
}
