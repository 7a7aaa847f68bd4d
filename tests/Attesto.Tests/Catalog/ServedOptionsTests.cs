using NUnit.Framework;

namespace Attesto.Tests.Catalog;

/// <summary>The settings in effect: options and database as one.</summary>
public sealed class ServedOptionsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task What_the_database_has_stands_beside_what_is_configured()
    {
        var host = new CatalogHost(options =>
        {
            options.Audience = "https://api.example";
            options.Scopes.Supported = ["profile", "read"];
            options.Scopes.Claims["read"] = "desk";
            options.Claims.Supported = ["name"];
            options.Resources.Supported = ["https://files.example"];
        });
        host.Change(new(
            [
                new HostScope { Name = "team", Claims = ["team", "desk"] }, new HostScope { Name = "phone" }, new HostScope { Name = "gone", IsEnabled = false },
                new HostScope { Name = "read", Claims = ["salary"], IsEnabled = false, DisplayName = "read" }, new HostScope { Name = "profile", Claims = ["salary"] },
            ],
            [
                new HostApi { Uri = "https://mail.example", Claims = ["team"] }, new HostApi { Uri = "https://gone.example", IsEnabled = false },
                new HostApi { Uri = "https://files.example/", Claims = ["salary"] }, new HostApi { Uri = "https://api.example", Claims = ["salary"] },
            ]));
        Assert.That(await host.Options.FindFaultsAsync(default), Is.Empty);

        var served = host.Options.Value;
        Assert.That(served.Scopes.Supported, Is.EqualTo(new[] { "profile", "read", "team", "phone" }));
        Assert.That(served.Scopes.Claims, Is.EquivalentTo(new Dictionary<string, string> { ["read"] = "desk", ["team"] = "team desk" }), "the configuration wins");
        Assert.That(served.Claims.Supported, Is.EqualTo(new[] { "name", "team", "desk" }));
        Assert.That(served.Resources.Supported.Select(resource => resource.Uri), Is.EqualTo(new[] { "https://files.example", "https://mail.example" }));
        Assert.That(served.Resources.Supported.Select(resource => string.Join(' ', resource.Claims)), Is.EqualTo(new[] { "", "team" }));
        Assert.That(served.Audience, Is.EqualTo("https://api.example"));
        Assert.That(host.Options.Current.Find("read")!.DisplayName, Is.EqualTo("read"), "it may be described");
        Assert.That(host.Options.Configured.Scopes.Supported, Is.EqualTo(new[] { "profile", "read" }), "what was configured stays what it was");
    }

    [Test]
    public async Task A_claim_of_the_protocols_that_somebody_wrote_into_the_table_opens_nothing()
    {
        var host = new CatalogHost();
        host.Change(new([new HostScope { Name = "team", Claims = ["sub", "team"] }], [new HostApi { Uri = "https://mail.example", Claims = ["client_id", "team"] }]));
        await host.Options.FindFaultsAsync(default);
        Assert.That(host.Options.Value.Scopes.Claims["team"], Is.EqualTo("team"));
        Assert.That(host.Options.Value.Resources.Supported[0].Claims, Is.EqualTo(new[] { "team" }));
    }

    [Test]
    public async Task Nobody_asks_the_database_twice_in_half_a_second()
    {
        var host = new CatalogHost();
        await host.Options.FindFaultsAsync(default);
        for (var i = 0; i < 10; i++)
        {
            await host.Options.RefreshAsync(default);
        }

        Assert.That((host.Counts, host.Reads), Is.EqualTo((1, 1)));
        host.Clock.Advance(Second);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Options.RefreshAsync(default).AsTask()));
        Assert.That((host.Counts, host.Reads), Is.EqualTo((2, 1)), "one asks for all, and reads nothing that has not changed");
    }

    [Test]
    public async Task A_database_that_is_away_stops_nothing_and_is_heard_again()
    {
        var host = new CatalogHost();
        host.Change(new([new HostScope { Name = "team" }], []));
        await host.Options.FindFaultsAsync(default);
        host.Database = Task.FromException(new TimeoutException("away"));
        host.Change(new([], []));
        host.Clock.Advance(Second);
        await host.Options.RefreshAsync(default);
        await host.Options.RefreshAsync(default);
        Assert.That(host.Options.Value.Scopes.Supported, Is.EqualTo(new[] { "team" }));
        Assert.That(host.Counts, Is.EqualTo(2), "not every request tries it");

        host.Database = Task.CompletedTask;
        host.Clock.Advance(Second);
        await host.Options.RefreshAsync(default);
        Assert.That(host.Options.Value.Scopes.Supported, Is.Empty);
    }

    [Test]
    public async Task A_database_that_does_not_answer_holds_a_request_up_for_a_second_at_most()
    {
        var host = new CatalogHost();
        host.Change(new([new HostScope { Name = "team" }], []));
        await host.Options.FindFaultsAsync(default);
        var answer = new TaskCompletionSource();
        host.Database = answer.Task;
        host.Clock.Advance(Second);
        var first = host.Options.RefreshAsync(default).AsTask();
        host.Clock.Advance(Second);
        var second = host.Options.RefreshAsync(default).AsTask();
        Assert.That(second.IsCompletedSuccessfully, Is.True, "the second of the first is over");
        await first;
        Assert.That(host.Options.Value.Scopes.Supported, Is.EqualTo(new[] { "team" }));
        answer.SetResult();
    }

    [Test]
    public async Task A_start_without_the_database_says_so()
    {
        var host = new CatalogHost { Database = Task.FromException(new InvalidOperationException("no such table: scopes.")) };
        var faults = await host.Options.FindFaultsAsync(default);
        Assert.That(faults, Has.Count.EqualTo(1));
        Assert.That(faults[0], Does.StartWith("The scopes and APIs in the database cannot be read: no such table: scopes."));

        host = new CatalogHost(hasSchema: false) { Database = Task.FromException(new InvalidOperationException("no such table: scopes.")) };
        Assert.That(await host.Options.FindFaultsAsync(default), Is.Empty, "the check of the schema says it");
    }
}
