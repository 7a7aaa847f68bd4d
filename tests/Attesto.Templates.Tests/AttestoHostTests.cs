using System.Buffers.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-host</c>: a whole new host, from nothing to a token.</summary>
public sealed partial class AttestoHostTests
{
    [Test]
    public async Task A_new_host_builds_without_a_warning_migrates_and_signs_a_person_in()
    {
        await using var host = await EmittedHost.NewAsync("MyAuth", "--tests");
        Assert.That(host.CountLines(), Is.LessThan(1_500), "to be read before it is owned");
        await host.BuildAsync();
        var tests = host.TestAsync(); // meanwhile
        await host.UpdateDatabaseAsync();
        await host.StartAsync(await SettingsOf("device.md"));
        using (var newcomer = new CodeFlow(host.Address))
        {
            Assert.That(
                await newcomer.TryAsync(), Does.Contain("id=\"id-token\"").And.Contain("id=\"access-token\"").And.Contain("usr_alice").And.Contain("A refresh token came with it"));
        }

        await The_walk_by_hand_goes_through(host);
        Its_guides_name_what_is_there(host);
        using var flow = new CodeFlow(host.Address);
        Assert.That($"{(await flow.DiscoverAsync())["issuer"]}", Is.EqualTo(host.Address));

        var tokens = await flow.SignInAsync();
        Assert.That($"{(await flow.UserInfoAsync(tokens))["name"]}", Is.EqualTo("Alice"), tokens.ToJsonString());
        var refreshed = await flow.PostAsync($"{host.Address}/oauth/token", new()
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = $"{tokens["refresh_token"]}",
            ["client_id"] = "demo",
        });
        Assert.That(refreshed["access_token"], Is.Not.Null, refreshed.ToJsonString());

        await The_page_on_devices_connects_one(host, flow);
        await A_session_ends_for_every_copy_of_its_cookie(host, flow, tokens);
        await Production_knows_neither_demo_nor_guesses(host);
        Assert.That((await tests).Output, Does.Contain("Failed:     0, Passed:     6"));
    }

    private static async Task A_session_ends_for_every_copy_of_its_cookie(EmittedHost host, CodeFlow flow, JsonNode first)
    {
        var again = await flow.SignInAsync("&prompt=login");
        Assert.That(SessionOf(again), Is.EqualTo(SessionOf(first)).And.Not.Empty, "the same person's session goes on");
        using (var thief = flow.Copy())
        {
            Assert.That((await thief.IsSignedInAsync(), await flow.IsSignedInAsync()), Is.EqualTo((true, true)));
            Assert.That((await flow.SignOutAsync()).Html, Does.Contain("id=\"logged-out\""));
            Assert.That((await thief.IsSignedInAsync(), await flow.IsSignedInAsync()), Is.EqualTo((false, false)));
        }

        // A client's own server has no cookie; the ID token names the session, and it ends.
        var tokens = await flow.SignInAsync();
        Assert.That(SessionOf(tokens), Is.Not.EqualTo(SessionOf(first)));
        using var server = new CodeFlow(host.Address);
        Assert.That($"{(await server.EndSessionAsync(tokens["id_token"]!))["status"]}", Is.EqualTo("logged_out"));
        Assert.That(await flow.IsSignedInAsync(), Is.False);
    }

    private static async Task The_walk_by_hand_goes_through(EmittedHost host)
    {
        using var http = new HttpClient();
        var launched = $"{JsonNode.Parse(host.Read("Properties/launchSettings.json"))!["profiles"]!["MyAuth"]!["applicationUrl"]}";
        var walk = new HttpFile(host.Read("attesto.http").Replace(launched, host.Address, StringComparison.Ordinal), http);
        using var person = new CodeFlow(host.Address);
        var allowed = await person.AllowAsync(walk.Link);
        var sent = await walk.SendAsync(new Dictionary<string, string> { ["code"] = CodeFlow.CodeOf(allowed.Url) });
        Assert.That(sent.Select(request => request.Status), Is.All.EqualTo(200).And.Exactly(6).Items, string.Join('\n', sent));
        Assert.That(sent.Single(request => request.Title == "Who signed in").Body, Does.Contain("Alice"));
    }

    private static async Task The_page_on_devices_connects_one(EmittedHost host, CodeFlow person)
    {
        using var http = new HttpClient();
        var device = HttpFile.OfGuide(await GuideAsync("device.md"), host.Address, http);
        var sent = await device.SendAsync(new Dictionary<string, string>(), (name, answer) => name is "device" ? person.ApproveDeviceAsync(answer) : Task.CompletedTask);
        Assert.That(sent.Select(request => request.Status), Is.EqualTo(new[] { 200, 200 }), string.Join('\n', sent));
        Assert.That(sent[1].Body, Does.Contain("refresh_token"));
    }

    // The first block of JSON, on a command line.
    private static async Task<string[]> SettingsOf(string page)
    {
        var block = (await GuideAsync(page)).Split("```json")[1].Split("```")[0];
        return [.. Leaves("", JsonNode.Parse(block)!).SelectMany(setting => new[] { $"--{setting.Name[1..]}", setting.Value })];
    }

    private static IEnumerable<(string Name, string Value)> Leaves(string name, JsonNode node) =>
        node is JsonObject members ? members.SelectMany(member => Leaves($"{name}:{member.Key}", member.Value!)) : [(name, $"{node}")];

    private static Task<string> GuideAsync(string page) => File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", page));

    // Each path between backticks.
    private static void Its_guides_name_what_is_there(EmittedHost host)
    {
        var named = Paths().Matches(host.Read("AGENTS.md") + host.Read("ATTESTO.md")).Select(match => match.Groups["path"].Value).Distinct().ToList();
        Assert.That(named, Has.Count.GreaterThan(12));
        Assert.That(named.Where(path => !Path.Exists(Path.Combine(host.Folder, path))), Is.Empty);
    }

    [GeneratedRegex(@"`(?<path>[A-Za-z.]+/[A-Za-z/.]*|[A-Za-z]+\.(cs|md|http|json))`", RegexOptions.ExplicitCapture)]
    private static partial Regex Paths();

    private static string SessionOf(JsonNode tokens) =>
        $"{JsonNode.Parse(Base64Url.DecodeFromChars($"{tokens["id_token"]}".Split('.')[1]))!["sid"]}";

    private static async Task Production_knows_neither_demo_nor_guesses(EmittedHost host)
    {
        var finished = await host.RunToEndAsync("Production");
        Assert.That(finished.ExitCode, Is.EqualTo(1), finished.Output);
        Assert.That(
            finished.Output,
            Does.Contain("Attesto:Issuer").And.Contain("Attesto:Audience").And.Contain("There is no signing key").And.Contain("There is no database").And.Contain("KeysAtRest"));
        Assert.That(finished.Output, Does.Not.Contain("   at "), "a stack leads into the product, and the way out is in the settings");

        var pem = Path.Combine(host.Folder, ".attesto", "development-keys.pem");
        var faults = await host.RunToEndAsync("Production", "--SigningKeys:0", await FirstKeyOf(pem), "--ConnectionStrings:Attesto", "Data Source=production.db");
        Assert.That(faults.Output, Does.Contain("Issuer").And.Contain("Audience"), "every fault is told at once");
    }

    private static async Task<string> FirstKeyOf(string pem)
    {
        const string End = "-----END PRIVATE KEY-----";
        var text = await File.ReadAllTextAsync(pem);
        var file = $"{pem}.first";
        await File.WriteAllTextAsync(file, text[..(text.IndexOf(End, StringComparison.Ordinal) + End.Length)]);
        return file;
    }
}
