using HostNamespace.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>Events in the database: over HTTP, by commands, and of several nodes.</summary>
public sealed class ManagedEventsTests
{
    private static readonly object Web = new { id = "=web", name = "=cmd()", isPublic = true, redirectUris = new[] { "https://shop.example/cb" } };

    [Test]
    public async Task A_change_is_there_when_it_is_answered_with_who_did_it_and_no_secret()
    {
        await using var api = await ManagementApi.StartAsync();
        var added = await api.SendAsync(HttpMethod.Post, "/clients", new { id = "web", redirectUris = new[] { "https://shop.example/cb" } });
        var secret = $"{added.Json["clientSecret"]}";
        await api.SendAsync(HttpMethod.Post, "/clients/web/disable");
        var first = (await api.GetAsync("/events?clientId=web&size=1")).Json;
        var rest = (await api.GetAsync($"/events?clientId=web&size=1&after={first["next"]}")).Json;
        Assert.That(
            new[] { first, rest }.Select(page => page["events"]!.AsArray().Single()!).Select(told => ($"{told["name"]}", $"{told["actor"]}", $"{told["details"]?["change"]}")),
            Is.EqualTo(new[] { ("client_changed", "cli_operator (operator)", "disabled"), ("client_added", "cli_operator (operator)", "") }));
        Assert.That(rest["next"], Is.Null);

        var all = (await api.GetAsync("/events/export")).Body;
        Assert.That(secret, Has.Length.GreaterThan(40));
        Assert.That(all, Does.Contain("client_added").And.Not.Contain(secret).And.Not.Contain(api.Token));
        Assert.That((await api.GetAsync("/events?clientId=web&until=2020-01-01T00:00:00Z")).Json["events"]!.AsArray(), Is.Empty);
        Assert.That((await api.GetAsync("/events?clientId=web&from=2020-01-01&name=client_added")).Json["events"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_the_endpoints_did_arrives_a_little_later()
    {
        await using var api = await ManagementApi.StartAsync();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await api.GetAsync("/events?name=token_issued&subject=cli_operator")).Json["events"]!.AsArray().Count == 0)
        {
            await Task.Delay(20, late.Token);
        }
    }

    [Test(Description = "RFC 4180; OWASP CSV Injection")]
    public async Task A_file_has_all_that_is_meant_and_no_formula()
    {
        await using var api = await ManagementApi.StartAsync();
        await api.SendAsync(HttpMethod.Post, "/clients", Web);
        var csv = await api.GetAsync("/events/export?format=csv&clientId=%3Dweb");
        Assert.That((csv.Status, csv.MediaType, csv.IsNoStore), Is.EqualTo((200, "text/csv", true)));
        var lines = csv.Body.Split("\r\n");
        Assert.That(lines[0], Is.EqualTo("at,event,subject,client_id,actor,scope,grant_type,result,reason,client_ip,details"));
        Assert.That(lines[1], Does.Match("^[0-9T:.-]+Z,client_added,,'=web,cli_operator \\(operator\\),,,success,,,$"));
        Assert.That(lines, Has.Length.EqualTo(3), "and nothing after the last line");
        var json = await api.GetAsync("/events/export?clientId=%3Dweb");
        Assert.That((json.MediaType, $"{json.Json[0]!["clientId"]}"), Is.EqualTo(("application/json", "=web")));
    }

    [Test]
    public async Task A_file_may_be_longer_than_a_page()
    {
        await using var host = Build();
        await using (var scope = host.App.Services.CreateAsyncScope())
        {
            var now = DateTimeOffset.UtcNow;
            var told = Enumerable.Range(0, 1201)
                .Select(i => new StoredEvent { Id = Guid.CreateVersion7(), At = now.AddSeconds(i), Name = "key_rotated", Actor = "Zo\u00eb" });
            await scope.ServiceProvider.GetRequiredService<IEventStore>().AddAsync([.. told], default);
        }

        var export = await host.RunAsync("events", "export", "--name", "key_rotated");
        Assert.That(export.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1202).And.Unique);
        Assert.That(export.Output.Split(",Zo\u00eb,"), Has.Length.EqualTo(1202));
        Assert.That((await host.RunAsync("events", "export", "--format", "json")).Json.AsArray(), Has.Count.EqualTo(1201));
    }

    [Test]
    public async Task Commands_show_what_commands_and_other_nodes_did()
    {
        await using var host = Build();
        await using var other = Build($"Data Source={Path.Combine(host.Folder, "test.db")}");
        await other.RunAsync("clients", "add", "cafe", "--public", "--redirect-uri", "https://shop.example/cb");
        var list = await host.RunAsync("events", "list", "--client", "cafe", "--json");
        Assert.That($"{list.Json["events"]![0]!["actor"]}", Is.EqualTo(CommandLine.Actor));
        Assert.That((await host.RunAsync("events", "list", "--actor", CommandLine.Actor)).Output, Does.Match("client_added +cafe "));
        Assert.That((await host.RunAsync("events", "list", "--until", "2020-01-01T00:00:00Z", "--json")).Json["events"]!.AsArray(), Is.Empty);

        var file = Path.Combine(host.Folder, "events.csv");
        Assert.That((await host.RunAsync("events", "export", "--file", file)).ExitCode, Is.Zero);
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain(",client_added,,cafe,"));
        var again = await host.RunAsync("events", "export", "--file", file);
        Assert.That((again.ExitCode, again.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length), Is.EqualTo((CommandLine.Failed, 1)), "it overwrites nothing");
    }

    [TestCase("events", "list", "--after", "soon")]
    [TestCase("events", "list", "--name", "nothing")]
    [TestCase("events", "list", "--from", "soon")]
    [TestCase("events", "export", "--format", "xml")]
    public async Task What_is_wrongly_asked_is_said(params string[] words)
    {
        await using var host = Build();
        Assert.That((await host.RunAsync(words)).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));
    }

    [Test]
    public async Task A_server_that_keeps_none_says_so()
    {
        await using var api = await ManagementApi.StartAsync(keepsEvents: false);
        foreach (var path in new[] { "/events", "/events/export" })
        {
            var refused = await api.GetAsync(path);
            Assert.That((refused.Status, $"{refused.Json["detail"]}"), Is.EqualTo((409, EventRoutes.NotKept)));
        }

        foreach (var command in new[] { "list", "export" })
        {
            var failed = await api.Host.RunAsync("events", command);
            Assert.That((failed.ExitCode, failed.Output, failed.Error.Trim()), Is.EqualTo((CommandLine.Failed, "", EventRoutes.NotKept)));
        }
    }

    private static ManagedHost Build(string? database = null) => ManagedHost.Build(
        migrated: database is null, database: database, change: builder => builder.Services.AddAttestoEvents<AttestoDbContext>());
}
