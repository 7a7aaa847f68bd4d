using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>Edits of clients by several people at once.</summary>
public sealed class ManagedClientsTests
{
    private ManagedHost _host = null!;

    [SetUp]
    public void Build() => _host = ManagedHost.Build();

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task Of_two_edits_of_one_version_the_second_is_refused_and_overwrites_nothing()
    {
        var read = await AddAsync();
        var first = await EditAsync(read with { Client = read.Client with { Name = "First", AllowedScope = ScopeSet.Of("openid") } });
        Assert.That(first.Value!.Stored.Client.Name, Is.EqualTo("First"));
        Assert.That(first.Value.Stored.Client.Secrets, Is.EqualTo(read.Client.Secrets), "they are not the edit's to change");

        var second = await EditAsync(read with { Client = read.Client with { Name = "Second" } });
        Assert.That(second.Refusal!.Kind, Is.EqualTo(RefusalKind.Changed));
        Assert.That((await WithAsync(clients => clients.FindAsync("web", default)))!.Client.Name, Is.EqualTo("First"));
        var told = _host.Events.Single(told => told.Name is EventName.ClientChanged);
        Assert.That((told.Metadata["actor"], told.Metadata["change"], told.Metadata["fields"]), Is.EqualTo(("alice", "edited", "name allowedScope")));
    }

    [Test]
    public async Task Of_racing_edits_one_wins()
    {
        var read = await AddAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => EditAsync(read with { Client = read.Client with { Name = $"Name {i}" } }))));
        Assert.That(answers.Count(answer => answer.Value is not null), Is.EqualTo(1));
        Assert.That(answers.Select(answer => answer.Refusal?.Kind).OfType<RefusalKind>(), Is.All.EqualTo(RefusalKind.Changed));
    }

    [Test]
    public async Task A_secret_is_made_for_the_version_that_was_read_or_for_whichever_is_there()
    {
        var read = await AddAsync();
        _ = await EditAsync(read with { Client = read.Client with { Name = "First" } });
        var stale = await WithAsync(clients => clients.RotateSecretAsync("web", read.Version, TimeSpan.Zero, null, "alice", default));
        Assert.That((stale.Refusal?.Kind, _host.Events.Count(told => told.Name is EventName.ClientChanged)), Is.EqualTo((RefusalKind.Changed, 1)));
        var any = await WithAsync(clients => clients.RotateSecretAsync("web", null, TimeSpan.Zero, null, "alice", default));
        Assert.That((any.Value!.Stored.Client.Name, any.Value.Secret is null), Is.EqualTo(("First", false)));
    }

    [Test]
    public async Task A_client_that_was_changed_since_it_was_read_is_not_deleted()
    {
        var read = await AddAsync();
        var changed = (await EditAsync(read with { Client = read.Client with { Name = "First" } })).Value!;
        var stale = await WithAsync(clients => clients.RemoveAsync("web", read.Version, "alice", default));
        Assert.That((stale.Refusal?.Kind, _host.Events.Count(told => told.Name is EventName.ClientRemoved)), Is.EqualTo((RefusalKind.Changed, 0)));
        Assert.That((await WithAsync(clients => clients.RemoveAsync("web", changed.Stored.Version, "alice", default))).Refusal, Is.Null);
        Assert.That((await WithAsync(clients => clients.RemoveAsync("web", changed.Stored.Version, "alice", default))).Refusal!.Kind, Is.EqualTo(RefusalKind.NotThere));
    }

    [Test]
    public async Task A_client_that_becomes_public_loses_its_secrets_and_gets_one_when_it_is_confidential_again()
    {
        var read = await AddAsync();
        var open = (await EditAsync(read with { Client = read.Client with { IsPublic = true } })).Value!;
        Assert.That((open.Stored.Client.Secrets, open.Secret), Is.EqualTo((Array.Empty<ClientSecret>(), (string?)null)));
        var closed = (await EditAsync(KnownClient.Of(open.Stored) with { Client = open.Stored.Client with { IsPublic = false } })).Value!;
        Assert.That(closed.Stored.Client.Secrets.Single().Hash, Is.EqualTo(TokenHash.Of(closed.Secret!)));
    }

    [Test]
    public async Task Wrong_data_and_unknown_clients_are_refused_before_anything_is_written()
    {
        var read = await AddAsync();
        var wrong = (await Assert.ThrowsAsync<ClientDataException>(() => EditAsync(read with { Client = read.Client with { RedirectUris = ["nonsense"] } })))!;
        Assert.That(wrong.Faults.Single().Field, Is.EqualTo(nameof(Client.RedirectUris)));
        Assert.That((await EditAsync(read with { Client = read.Client with { Id = "nobody" } })).Refusal!.Kind, Is.EqualTo(RefusalKind.NotThere));
        Assert.That((await WithAsync(clients => clients.FindAsync("web", default)))!.Version, Is.EqualTo(read.Version));
        Assert.That(_host.Events.Select(told => told.Name), Is.EqualTo(new[] { EventName.ClientAdded }));
    }

    private async Task<KnownClient> AddAsync()
    {
        var added = await WithAsync(clients => clients.AddAsync(new Client { Id = "web", RedirectUris = ["https://a.example/cb"] }, "alice", default));
        return KnownClient.Of(added.Value!.Stored);
    }

    private Task<Outcome<Issued>> EditAsync(KnownClient edited) => WithAsync(clients => clients.ReplaceAsync(edited.Client, edited.Version!.Value, "alice", default));

    private async Task<T> WithAsync<T>(Func<ManagedClients, Task<T>> work)
    {
        await using var scope = _host.App.Services.CreateAsyncScope();
        return await work(ManagedClients.Of(scope.ServiceProvider));
    }
}
