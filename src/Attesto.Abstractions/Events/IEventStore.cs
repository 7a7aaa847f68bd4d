using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where events are kept, those of every node together, for whoever looks through them later.</summary>
public interface IEventStore
{
    /// <summary>Keeps events. One that is there already, by its <see cref="StoredEvent.Id"/>, is left out: what failed may be sent again.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>When they are kept.</returns>
    Task AddAsync(IReadOnlyCollection<StoredEvent> events, CancellationToken cancellationToken);

    /// <summary>Looks events up, the newest first. Events that are kept while somebody goes from page to page move none to another page.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="after">The <see cref="EventPage.Next"/> of the page before, or null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    Task<EventPage> ListAsync(EventFilter filter, int size, EventCursor? after, CancellationToken cancellationToken);
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events, the newest first.</param>
/// <param name="Next">What leads to the next page; null on the last.</param>
public sealed record EventPage(ImmutableArray<StoredEvent> Events, EventCursor? Next)
{
    /// <summary>A page of what was found, one more than it takes.</summary>
    internal static EventPage Of(IReadOnlyList<StoredEvent> found, int size) =>
        new([.. found.Take(size)], found.Count > size ? new EventCursor(found[size - 1].At, found[size - 1].Id) : null);
}
