using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-server --users identity --context</c> into a host that has ASP.NET Core Identity and its pages, and a context of its own.</summary>
public sealed class IdentityHostTests
{
    private const string Email = "carol@example.com";
    private const string Password = "Wonder1and!";
    private const string Context = "Shop.Members.Data.ApplicationDbContext";

    [Test]
    public async Task A_host_with_identity_keeps_its_people_and_its_pages()
    {
        if (!PersonAtBrowser.HasBrowser)
        {
            Assert.Ignore("Chromium is not installed");
        }

        await using var host = await EmittedHost.AddToAsync("Shop.Members", ["mvc", "--auth", "Individual"], options: ["--users", "identity", "--context", Context]);
        await host.FillInAsync(hasPeople: true);
        await host.AddMigrationAsync(Context);
        await host.UpdateDatabaseOfAsync(Context); // which came with the tables of Identity
        await host.StartAsync();
        using var flow = new CodeFlow(host.Address);
        await using var person = await PersonAtBrowser.StartAsync();
        var page = person.Page;
        await page.GotoAsync($"{host.Address}/Identity/Account/Register");
        await person.SendAsync("registerSubmit", ("Input_Email", Email), ("Input_Password", Password), ("Input_ConfirmPassword", Password));
        await page.ClickAsync("#confirm-link");

        var first = await SignInAsync(person, flow, "");
        var again = await SignInAsync(person, flow, "&prompt=login");
        Assert.That((again.Claims.Sub, again.Claims.Sid, again.Claims.Amr), Is.EqualTo((first.Claims.Sub, first.Claims.Sid, "pwd")), "the same person's session goes on");
        Assert.That($"{(await flow.UserInfoAsync(again.Tokens))["name"]}", Is.EqualTo(Email));

        await page.GotoAsync($"{host.Address}/Identity/Account/Manage/ChangePassword");
        await page.FillAsync("#Input_OldPassword", Password);
        await page.FillAsync("#Input_NewPassword", $"{Password}2");
        await page.FillAsync("#Input_ConfirmPassword", $"{Password}2");
        await page.Locator("#Input_ConfirmPassword").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".alert-success")).ToBeVisibleAsync();
        Assert.That((await flow.UserInfoAsync(again.Tokens)).ToJsonString(), Does.Not.Contain(Email), "another password ends what was granted before");
        await host.DisposeAsync();
        await Without_identity_the_start_says_what_to_add(host);
    }

    private static async Task Without_identity_the_start_says_what_to_add(EmittedHost host)
    {
        var file = Path.Combine(host.Folder, "Program.cs");
        var program = await File.ReadAllTextAsync(file);
        var at = program.IndexOf("builder.Services.AddDefaultIdentity", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, $"{program[..at]}builder.Services.AddRazorPages(){program[program.IndexOf(';', at)..]}");
        await host.BuildAsync();
        var refused = await host.RunToEndAsync("Development");
        Assert.That(refused.ExitCode, Is.Not.Zero);
        Assert.That(
            refused.Output, Does.Contain("This host has no ASP.NET Core Identity with users of the class Microsoft.AspNetCore.Identity.IdentityUser. Add it in Program.cs"));
        Assert.That(refused.Output, Does.Not.Contain("   at "), "no stack");
    }

    private static async Task<(JsonNode Tokens, PeopleTests.Claims Claims)> SignInAsync(PersonAtBrowser person, CodeFlow flow, string more)
    {
        await person.Page.GotoAsync(await flow.AuthorizationUrlAsync() + more);
        await person.SendAsync("login-submit", ("Input_Email", Email), ("Input_Password", Password));
        var tokens = await flow.RedeemAsync(await person.AllowAsync());
        return (tokens, PeopleTests.Claims.Of(tokens));
    }
}
