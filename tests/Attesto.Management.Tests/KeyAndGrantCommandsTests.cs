using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary><c>keys</c> and <c>grants</c>.</summary>
public sealed class KeyAndGrantCommandsTests
{
    [Test]
    public async Task A_key_is_announced_made_to_sign_at_once_and_not_retired_while_it_signs()
    {
        await using var host = ManagedHost.Build();
        await host.MakeKeysAsync();
        var listed = await host.RunAsync("keys", "list", "--json");
        Assert.That(listed.Json.AsArray().Select(key => $"{key!["algorithm"]} {key["state"]}"), Is.EqualTo(new[] { "ES256 Signing" }));
        var first = $"{listed.Json[0]!["keyId"]}";

        var announced = await host.RunAsync("keys", "rotate");
        Assert.That(announced.Output, Does.StartWith("KID").And.Contain("announced"), announced.Error);
        var refused = await host.RunAsync("keys", "rotate", "--now");
        Assert.That(refused.ExitCode, Is.EqualTo(CommandLine.WronglyUsed), "what it costs is said first");
        Assert.That(refused.Error, Does.Contain("refuse new tokens").And.Contain("--yes"));
        var hurried = await host.RunAsync("keys", "rotate", "--now", "--algorithm", "ES256", "--yes", "--json");
        Assert.That(hurried.ExitCode, Is.Zero, hurried.Error);

        var kept = await host.RunAsync("keys", "retire", first, "--yes");
        Assert.That((kept.ExitCode, kept.Error),
            Is.EqualTo((CommandLine.Failed, $"The key \"{first}\" is the one that signs. Rotate first: keys rotate --algorithm ES256 --now{Environment.NewLine}")));
        var next = $"{hurried.Json[0]!["keyId"]}";
        Assert.That((await host.RunAsync("keys", "retire", next, "--yes", "--json")).Json["state"]!.GetValue<string>(), Is.EqualTo("Retired"));
        Assert.That((await host.RunAsync("keys", "retire", next, "--yes")).Error, Does.Contain("retired already"));
        Assert.That((await host.RunAsync("keys", "retire", "none", "--yes")).Error.TrimEnd(), Is.EqualTo("There is no key \"none\"."));
        Assert.That((await host.RunAsync("keys", "rotate", "--algorithm", "HS256")).Error, Does.Contain("There are: ES256"));
        Assert.That(host.Events.Select(told => (told.Name, told.Metadata["kid"])), Is.EqualTo(new (EventName, object?)[]
        {
            (EventName.KeyRotated, next), (EventName.KeyRotated, next), (EventName.KeyRetired, next),
        }));
    }

    [Test]
    public async Task Keys_of_the_hosts_own_are_listed_and_not_rotated()
    {
        await using var host = ManagedHost.Build(rotates: false);
        Assert.That((await host.RunAsync("keys", "list")).Output, Does.Contain("ES256").And.Contain("signing"));
        var refused = await host.RunAsync("keys", "rotate");
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((CommandLine.Failed, "")));
        Assert.That(refused.Error, Does.Contain("UseKeyRotation()"));
    }

    [Test]
    public async Task The_grants_of_a_person_are_listed_and_ended()
    {
        await using var host = ManagedHost.Build();
        foreach (var (subject, client) in new[] { ("alice", "web"), ("alice", "spa"), ("bob", "web") })
        {
            await AddGrantAsync(host, subject, client);
        }

        var page = (await host.RunAsync("grants", "list", "--subject", "alice", "--size", "1", "--json")).Json;
        var rest = await host.RunAsync("grants", "list", "--subject", "alice", "--after", $"{page["next"]}");
        Assert.That(page["grants"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(rest.Output.Split('\n').Count(line => line.Contains("alice", StringComparison.Ordinal)), Is.EqualTo(1));

        var ended = await host.RunAsync("grants", "end", "--subject", "alice");
        Assert.That(ended.Output, Does.StartWith("Ended 2 grants"), ended.Error);
        Assert.That((await host.RunAsync("grants", "list", "--subject", "alice", "--json")).Json["grants"]!.AsArray(), Is.Empty);
        Assert.That((await host.RunAsync("grants", "list", "--client", "web", "--json")).Json["grants"]!.AsArray(), Has.Count.EqualTo(1), "bob's goes on");
        Assert.That(host.Events.Select(told => (told.Name, told.Subject, told.Metadata["grants"], told.Metadata["actor"])), Is.EqualTo(new (EventName, string?, object?, object?)[]
        {
            (EventName.GrantsEnded, "alice", 2, CommandLine.Actor),
        }));
    }

    [TestCase("grants", "end")]
    [TestCase("grants", "end", "--subject", "")]
    [TestCase("grants", "list")]
    [TestCase("grants", "list", "--subject", "alice", "--after", "nonsense")]
    public async Task Nobody_is_not_everybody(params string[] words)
    {
        await using var host = ManagedHost.Build(migrated: false);
        var refused = await host.RunAsync(words);
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((CommandLine.WronglyUsed, "")));
        Assert.That(refused.Error, Does.Contain("--subject").Or.Contain("--after"));
    }

    /// <summary>A grant that was given now.</summary>
    internal static Grant NewGrant(string subject, string client)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Grant
        {
            Authorization = new Authorization { ClientId = client, Subject = subject, Scope = ScopeSet.Of("openid"), GrantId = GrantId.New() },
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = now.AddDays(1),
            KeepUntil = now.AddDays(1),
        };
    }

    private static async Task AddGrantAsync(ManagedHost host, string subject, string client)
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IGrantStore>().AddAsync(NewGrant(subject, client), CancellationToken.None);
    }
}
