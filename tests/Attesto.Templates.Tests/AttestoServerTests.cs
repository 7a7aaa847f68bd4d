using System.Security.Cryptography;

namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-server</c>: into a host that exists.</summary>
public sealed class AttestoServerTests
{
    [Test]
    public async Task An_mvc_host_becomes_an_authorization_server_without_an_edit_and_says_what_to_fill_in()
    {
        await using var host = await EmittedHost.AddToAsync("Shop.Web", ["mvc"], options: ["--tests"]);
        await Second_run_changes_nothing(host);
        await host.BuildAsync();
        await host.UpdateDatabaseAsync();
        var tests = host.TestAsync(); // meanwhile
        await using (var emitted = new EmittedHost("Shop.Web"))
        {
            await emitted.StartAsync();
            await Stubs_deny_and_name_their_file(emitted);
        }

        Assert.That(
            (await tests).Output,
            Does.Contain("Failed:     1, Passed:     4").And.Contain("Policies/Accounts.cs").And.Contain("Policies/ScopePolicy.cs"),
            "what does not depend on a stub is green");

        await UncommentedStubs.WriteAsync(host);
        await host.FillInAsync();
        await host.BuildAsync(); // what the comments say is the usual answer compiles, too
        await host.StartAsync();
        using var flow = new CodeFlow(host.Address);
        var tokens = await flow.SignInAsync();
        Assert.That($"{(await flow.UserInfoAsync(tokens))["name"]}", Is.EqualTo("Alice"), tokens.ToJsonString());
    }

    private static async Task Second_run_changes_nothing(EmittedHost host)
    {
        await File.AppendAllTextAsync(Path.Combine(host.Folder, "Policies", "ScopePolicy.cs"), "// mine\n");
        var before = Digest(host.Folder);
        var again = await Workshop.NewAsync(host.Folder, "attesto-server");
        Assert.That(again.ExitCode, Is.Not.Zero);
        Assert.That(again.Output, Does.Contain("changes to existing files").And.Contain("ScopePolicy.cs"));
        Assert.That(Digest(host.Folder), Is.EqualTo(before));
    }

    private static async Task Stubs_deny_and_name_their_file(EmittedHost host)
    {
        using var flow = new CodeFlow(host.Address);
        var page = await flow.BrowseAsync(HttpMethod.Get, await flow.AuthorizationUrlAsync(), null);
        Assert.That(page.Html, Does.Contain("id=\"error-page\"").And.Contain("Policies/ClientStore.cs"));
        var refused = await flow.PostAsync($"{host.Address}/oauth/token", new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "x",
            ["client_secret"] = "y",
        });
        Assert.That(refused.ToJsonString(), Does.Contain("invalid_client").And.Contain("Policies/ClientStore.cs"));
        Assert.That(host.Log, Does.Contain("Policies/ClientStore.cs is not filled in yet"));
    }

    private static string Digest(string folder) => string.Join('\n', Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
}
