using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Events in the host's database. Whatever is looked for, a page is the end of one stretch of one index, or of a few where somebody may stand in several
/// columns: it costs the same with ten events as with a hundred million.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfEventStore<TContext>(TContext context) : IEventStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<StoredEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return context.InsertMissingAsync([.. events.Select(EventRow.From)], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EventPage> ListAsync(EventFilter filter, int size, EventCursor? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var meant = After(Meant(filter), after);
        var stretches = filter.People.IsDefaultOrEmpty
            ? [meant]
            : filter.People.Distinct(StringComparer.Ordinal).SelectMany(person => new[] { About(meant, person), By(meant, person) });
        var found = stretches.Select(stretch => Newest(stretch, size + 1)).ToList();
        var page = found.Count == 1 ? found[0] : Newest(found.Aggregate((one, other) => one.Union(other)), size + 1);
        var rows = await context.ReadAsync(page.ToListAsync, cancellationToken);
        return EventPage.Of([.. rows.Select(row => row.ToEvent())], size);
    }

    private IQueryable<EventRow> Meant(EventFilter filter)
    {
        var (name, client, rows) = (filter.Name, filter.ClientId, context.Set<EventRow>().AsNoTracking());
        rows = name is null ? rows : rows.Where(row => row.Name == name);
        if (client is not null)
        {
            var key = LookupKey.Of(client);
            rows = rows.Where(row => row.ClientKey == key && row.ClientId == client);
        }

        rows = filter.Subject is { } subject ? About(rows, subject) : rows;
        rows = filter.Actor is { } actor ? By(rows, actor) : rows;
        var first = filter.From?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
        rows = rows.Where(row => row.OccurredAt >= first);
        if (filter.Until is { } until)
        {
            var end = until.UtcDateTime;
            rows = rows.Where(row => row.OccurredAt < end);
        }

        return rows;
    }

    // The first condition alone lets an index begin there.
    private static IQueryable<EventRow> After(IQueryable<EventRow> rows, EventCursor? after)
    {
        if (after is null)
        {
            return rows;
        }

        var (at, id) = (after.At.UtcDateTime, after.Id);
        return rows.Where(row => row.OccurredAt <= at && (row.OccurredAt < at || row.Id < id));
    }

    private static IQueryable<EventRow> Newest(IQueryable<EventRow> rows, int size) =>
        rows.OrderByDescending(row => row.OccurredAt).ThenByDescending(row => row.Id).Take(size);

    private static IQueryable<EventRow> About(IQueryable<EventRow> rows, string subject)
    {
        var key = LookupKey.Of(subject);
        return rows.Where(row => row.SubjectKey == key && row.Subject == subject);
    }

    private static IQueryable<EventRow> By(IQueryable<EventRow> rows, string actor)
    {
        var key = LookupKey.Of(actor);
        return rows.Where(row => row.ActorKey == key && row.Actor == actor);
    }
}
