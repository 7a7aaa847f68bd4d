using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary><c>scopes</c> and <c>apis</c> at a host that keeps them in SQLite.</summary>
public sealed class CatalogCommandsTests
{
    private ManagedHost _host = null!;

    [SetUp]
    public void Build() => _host = ManagedHost.Build();

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task A_scope_is_added_listed_shown_changed_and_deleted()
    {
        var added = await _host.RunAsync(
            "scopes", "add", "team:read", "--display-name", "see your team", "--display-name-in", "de=Ihr Team sehen", "--description", "Names only.",
            "--claim", "team", "--claim", "desk");
        Assert.That((added.ExitCode, added.Output), Is.EqualTo((0, $"Added the scope \"team:read\".{Environment.NewLine}")), added.Error);
        Assert.That((await _host.RunAsync("scopes", "add", "team:read")).ExitCode, Is.EqualTo(CommandLine.Failed), "there is one");

        var listed = await _host.RunAsync("scopes", "list");
        Assert.That(listed.Output, Does.Match("(?m)^NAME +SAYS +STATE +CLAIMS +FROM +CHANGED"));
        Assert.That(listed.Output, Does.Match("(?m)^read:reports +enabled +configuration").And.Match("(?m)^team:read +see your team +enabled +team desk +database"));
        Assert.That((await _host.RunAsync("scopes", "show", "team:read")).Output, Does.Contain("Ihr Team sehen").And.Contain("created"));

        var changed = await _host.RunAsync(
            "scopes", "change", "team:read", "--disabled", "--claim", "team", "--display-name-in", "de=", "--display-name-in", "fr=voir votre équipe", "--json");
        Assert.That(changed.Json["isEnabled"]!.GetValue<bool>(), Is.False);
        Assert.That(changed.Json["claims"]!.ToJsonString(), Is.EqualTo("[\"team\"]"));
        Assert.That(changed.Json["localizedDisplayNames"]!.AsObject().Select(text => $"{text.Key}={text.Value}"), Is.EqualTo(new[] { "fr=voir votre équipe" }));
        Assert.That($"{changed.Json["description"]}", Is.EqualTo("Names only."), "what is not said stays");

        Assert.That((await _host.RunAsync("scopes", "delete", "team:read", "--yes")).Output, Does.StartWith("Deleted the scope \"team:read\"."));
        Assert.That((await _host.RunAsync("scopes", "show", "team:read")).ExitCode, Is.EqualTo(CommandLine.Failed));
        Assert.That((await _host.RunAsync("scopes", "remove", "team:read", "--yes")).Error, Does.StartWith("There is no scope \"team:read\"."));
    }

    [Test]
    public async Task An_API_is_added_listed_shown_changed_and_deleted()
    {
        Assert.That((await _host.RunAsync("apis", "add", "https://mail.example/v1", "--display-name", "Mail", "--claim", "team")).ExitCode, Is.Zero);
        var listed = (await _host.RunAsync("apis", "list", "--json")).Json.AsArray();
        Assert.That(listed.Select(api => $"{api!["uri"]} {api["isConfigured"]}"), Is.EqualTo(new[] { "https://api.example true", "https://mail.example/v1 " }));
        var changed = await _host.RunAsync("apis", "change", "https://mail.example/v1", "--display-name", "Post", "--json");
        Assert.That(($"{changed.Json["displayName"]}", $"{changed.Json["claims"]![0]}"), Is.EqualTo(("Post", "team")));
        Assert.That((await _host.RunAsync("apis", "show", "https://mail.example/v1")).Output, Does.Contain("Post"));
        Assert.That((await _host.RunAsync("apis", "delete", "https://mail.example/v1", "--yes")).ExitCode, Is.Zero);
        Assert.That((await _host.RunAsync("apis", "list", "--json")).Json.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_the_configuration_serves_is_described_and_not_changed()
    {
        var refused = await _host.RunAsync("scopes", "change", "read:reports", "--display-name", "read");
        Assert.That(refused.Error, Does.Contain("is what the configuration says, Attesto:Scopes:Supported"));
        Assert.That((await _host.RunAsync("scopes", "add", "read:reports", "--claim", "salary")).Error, Does.StartWith("Claims must be empty"));
        Assert.That((await _host.RunAsync("scopes", "add", "read:reports", "--disabled")).Error, Does.StartWith("IsEnabled must stay true"));
        Assert.That((await _host.RunAsync("scopes", "add", "read:reports", "--display-name", "read reports")).ExitCode, Is.Zero);
        var shown = (await _host.RunAsync("scopes", "show", "read:reports", "--json")).Json;
        Assert.That(($"{shown["isConfigured"]}", $"{shown["displayName"]}"), Is.EqualTo(("true", "read reports")));
        Assert.That((await _host.RunAsync("scopes", "delete", "read:reports", "--yes")).ExitCode, Is.Zero, "the words");
        Assert.That((await _host.RunAsync("scopes", "show", "read:reports", "--json")).Json["displayName"], Is.Null);
        Assert.That((await _host.RunAsync("apis", "add", "https://api.example")).Error, Does.StartWith("Uri is served by the configuration"));
        Assert.That((await _host.RunAsync("apis", "delete", "https://api.example", "--yes")).Error, Does.Contain("Attesto:Resources:Supported"));
    }

    [Test]
    public async Task What_clients_name_is_not_deleted_and_may_be_disabled()
    {
        await _host.RunAsync("scopes", "add", "team:read");
        await _host.RunAsync("apis", "add", "https://mail.example");
        await _host.RunAsync("clients", "add", "web", "--redirect-uri", "https://shop.example/cb", "--scope", "openid team:read", "--resource", "https://mail.example");
        await _host.RunAsync("clients", "add", "all", "--redirect-uri", "https://shop.example/cb", "--scope", "openid *");
        var refused = await _host.RunAsync("scopes", "delete", "team:read", "--yes");
        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((CommandLine.Failed,
            $"The scope \"team:read\" is named by the clients web. Take it out of them first, or disable it: then it is as if it were not there.{Environment.NewLine}")));
        refused = await _host.RunAsync("apis", "delete", "https://mail.example", "--yes");
        Assert.That(refused.Error, Does.StartWith("The API \"https://mail.example\" is named by the clients web."));
        Assert.That((await _host.RunAsync("scopes", "change", "team:read", "--disabled")).ExitCode, Is.Zero);
        await _host.RunAsync("clients", "delete", "web", "--yes");
        Assert.That((await _host.RunAsync("scopes", "delete", "team:read", "--yes")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Every_change_is_an_event_with_who_and_what()
    {
        await _host.RunAsync("scopes", "add", "team:read");
        await _host.RunAsync("scopes", "change", "team:read", "--claim", "team", "--disabled");
        await _host.RunAsync("scopes", "delete", "team:read", "--yes");
        await _host.RunAsync("scopes", "delete", "team:read", "--yes");
        await _host.RunAsync("apis", "add", "https://mail.example");
        await _host.RunAsync("apis", "delete", "https://mail.example", "--yes");
        var told = _host.Events.Select(told => (told.Name, told.Metadata.GetValueOrDefault("scope") ?? told.Metadata.GetValueOrDefault("api")));
        Assert.That(told, Is.EqualTo(new (EventName, object?)[]
        {
            (EventName.ScopeAdded, "team:read"), (EventName.ScopeChanged, "team:read"), (EventName.ScopeRemoved, "team:read"),
            (EventName.ApiAdded, "https://mail.example"), (EventName.ApiRemoved, "https://mail.example"),
        }));
        Assert.That(_host.Events.ElementAt(1).Metadata["fields"], Is.EqualTo("isEnabled claims"));
        Assert.That(_host.Events.Select(told => told.Metadata["actor"]), Is.All.EqualTo(CommandLine.Actor));
    }

    [Test]
    public async Task A_file_has_what_show_prints_and_what_is_wrong_is_told()
    {
        await _host.RunAsync("scopes", "add", "team:read", "--claim", "team", "--display-name-in", "de=Ihr Team");
        var file = Path.Combine(_host.Folder, "scope.json");
        await File.WriteAllTextAsync(file, (await _host.RunAsync("scopes", "show", "team:read", "--json")).Output);
        var added = await _host.RunAsync("scopes", "add", "team:write", "--file", file, "--json");
        Assert.That(($"{added.Json["name"]}", $"{added.Json["localizedDisplayNames"]!["de"]}"), Is.EqualTo(("team:write", "Ihr Team")), added.Error);

        await File.WriteAllTextAsync(file, "{ \"name\": \"x\", \"claim\": [] }");
        Assert.That((await _host.RunAsync("scopes", "add", "--file", file)).Error, Does.StartWith("The file cannot be read").And.Contain("claim"));
        await File.WriteAllTextAsync(file, "{ \"name\": null, \"claims\": [null] }");
        Assert.That((await _host.RunAsync("scopes", "add", "--file", file)).Error, Does.StartWith("Claims has an entry that is null"));
        Assert.That((await _host.RunAsync("scopes", "add", "a b")).Error, Does.StartWith("Name must be 1 to 255"));
        Assert.That((await _host.RunAsync("scopes", "add", "x", "--display-name-in", "Team")).Error, Does.StartWith("--display-name-in has \"Team\""));
        Assert.That((await _host.RunAsync("scopes", "add")).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));
        Assert.That((await _host.RunAsync("scopes", "change", "team:read", "--enabled", "--disabled")).ExitCode, Is.EqualTo(CommandLine.WronglyUsed));
        Assert.That((await _host.RunAsync("scopes", "delete", "team:read")).ExitCode, Is.EqualTo(CommandLine.WronglyUsed), "nobody said yes");
        Assert.That((await _host.RunAsync("scopes", "list", "--json")).Json.AsArray().Select(scope => $"{scope!["name"]}"), Does.Not.Contain("x"));
    }

    [Test]
    public async Task One_too_many_is_refused()
    {
        await using (var scope = _host.App.Services.CreateAsyncScope())
        {
            var registry = scope.ServiceProvider.GetRequiredService<ICatalogRegistry<HostApi>>();
            for (var i = 0; i < ICatalogRegistry<HostApi>.Most; i++)
            {
                Assert.That(await registry.TryAddAsync(new HostApi { Uri = $"https://{i}.example/" }, default), Is.True);
            }
        }

        var refused = await _host.RunAsync("apis", "add", "https://last.example/");
        var reason = $"Uri is one too many: there are {ICatalogRegistry<HostApi>.Most} already.";
        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((CommandLine.Failed, reason + Environment.NewLine)));
    }

    [Test]
    public async Task A_host_that_keeps_none_in_its_database_shows_the_configurations_and_reads_no_table()
    {
        await using var host = ManagedHost.Build(migrated: false, hasCatalog: false);
        Assert.That((await host.RunAsync("scopes", "list", "--json")).Json.AsArray().Select(scope => $"{scope!["name"]}"), Is.EqualTo(new[] { "openid", "read:reports" }));
        Assert.That((await host.RunAsync("scopes", "add", "team:read")).Error, Does.Contain("AddCatalogStore<EfCatalogStore<TContext>>()"));
    }
}
