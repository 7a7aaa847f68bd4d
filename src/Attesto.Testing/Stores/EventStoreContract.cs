using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IEventStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class EventStoreContract : StoreContract<IEventStore>
{
    /// <summary>An event comes back as it was kept, however odd it is, and one that is sent twice is kept once.</summary>
    [Test]
    public async Task An_event_comes_back_as_it_was_kept_and_once()
    {
        var told = NewEvent(Secret.NewId()) with
        {
            Subject = new string('s', 255),
            ClientId = Samples.LongUrl,
            Scope = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"scope-{i}")),
            GrantType = "password",
            Result = "invalid_grant",
            Reason = "ExpiredCode",
            ClientIp = "2001:db8::1",
            Details = """{"change":"disabled","count":2}""",
        };
        var bare = new StoredEvent { Id = Guid.CreateVersion7(), At = told.At, Name = told.Name, Actor = told.Actor };
        await Open().AddAsync([told, bare], CancellationToken.None);
        await Open().AddAsync([bare, told], CancellationToken.None);
        var page = await Open().ListAsync(new EventFilter { Actor = told.Actor }, 10, null, CancellationToken.None);
        Assert.That(page.Events, Is.EquivalentTo(new[] { told, bare }));
        Assert.That(page.Next, Is.Null);
    }

    /// <summary>Pages go from the newest to the oldest, also among events of one instant, and what is kept meanwhile moves none.</summary>
    [Test]
    public async Task Pages_are_the_newest_first_and_what_is_kept_meanwhile_moves_none()
    {
        var actor = Secret.NewId();
        var told = Enumerable.Range(0, 9).Select(i => NewEvent(actor) with { At = Clock.Now.AddSeconds(i / 3) }).ToList(); // three of each instant
        await Open().AddAsync(told, CancellationToken.None);
        var seen = new List<StoredEvent>();
        EventCursor? after = null;
        do
        {
            var page = await Open().ListAsync(new EventFilter { Actor = actor }, 2, after is null ? null : Read(after), CancellationToken.None);
            Assert.That(page.Events, Has.Length.LessThanOrEqualTo(2));
            seen.AddRange(page.Events);
            await Open().AddAsync([NewEvent(actor) with { At = Clock.Now.AddHours(1) }], CancellationToken.None);
            after = page.Next;
        }
        while (after is not null);
        Assert.That(seen, Is.EquivalentTo(told));
        Assert.That(seen.Select(each => each.At), Is.Ordered.Descending);
    }

    /// <summary>A filter means what it names, to the letter, and all that it names.</summary>
    [Test]
    public async Task A_filter_finds_what_it_names()
    {
        var own = Secret.NewId();
        var (alice, bob) = ($"Alice-{own}", $"usr_bob-{own}");
        var first = NewEvent(alice) with { Name = "grants_ended", Subject = bob, ClientId = $"shop-{own}" };
        var second = NewEvent(bob) with { Name = "client_changed", ClientId = $"shop-{own}", At = Clock.Now.AddSeconds(1) };
        var third = NewEvent("nobody") with { Name = "token_issued", Subject = alice, ClientId = $"app-{own}", At = Clock.Now.AddSeconds(2) };
        await Open().AddAsync([first, second, third], CancellationToken.None);

        await FindsAsync(new EventFilter { ClientId = $"shop-{own}" }, second, first);
        await FindsAsync(new EventFilter { ClientId = $"shop-{own}", Name = "grants_ended" }, first);
        await FindsAsync(new EventFilter { ClientId = $"Shop-{own}" });
        await FindsAsync(new EventFilter { Subject = bob }, first);
        await FindsAsync(new EventFilter { Actor = bob }, second);
        await FindsAsync(new EventFilter { People = [alice] }, third, first);
        await FindsAsync(new EventFilter { People = [alice.ToUpperInvariant()] });
        await FindsAsync(new EventFilter { People = [$"bob-{own}", bob] }, second, first);
        await FindsAsync(new EventFilter { People = [alice, bob] }, third, second, first);
        await FindsAsync(new EventFilter { People = [alice, bob], From = second.At, Until = third.At }, second);
        await FindsAsync(new EventFilter { People = [alice, bob], Name = "no_such" });
    }

    /// <summary>Several nodes write at once, and nothing of any is lost.</summary>
    [Test]
    public async Task Nodes_that_write_at_once_lose_nothing()
    {
        var actor = Secret.NewId();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var store = Open();
            for (var batch = 0; batch < 5; batch++)
            {
                await store.AddAsync([.. Enumerable.Range(0, 20).Select(_ => NewEvent(actor))], CancellationToken.None);
            }
        })));
        Assert.That((await Open().ListAsync(new EventFilter { Actor = actor }, 500, null, CancellationToken.None)).Events, Has.Length.EqualTo(400));
    }

    private async Task FindsAsync(EventFilter filter, params StoredEvent[] expected) =>
        Assert.That((await Open().ListAsync(filter, 10, null, CancellationToken.None)).Events, Is.EqualTo(expected), $"{filter}");

    private StoredEvent NewEvent(string actor) => new() { Id = Guid.CreateVersion7(), At = Clock.Now, Name = "client_changed", Actor = actor };

    private static EventCursor Read(EventCursor cursor) => EventCursor.TryParse(cursor.ToString(), out var read) ? read : throw new AssertionException($"{cursor}");
}
