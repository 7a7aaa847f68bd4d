using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Attesto.Management;

/// <summary>What happened, for pages on which an administrator looks through it: the events of every node where the host keeps them in its database
/// (<c>AddAttestoEvents</c>), else the newest 10,000 of this node since it started.</summary>
public sealed class AdminEvents
{
    private const int PageSize = 100;

    private readonly IEventStore _store;
    private readonly string[] _prefixes;
    private readonly TimeProvider _clock;

    internal AdminEvents(IEventStore store, SubjectOptions subjects, TimeProvider clock)
    {
        (_store, _clock) = (store, clock);
        _prefixes = [.. subjects.PrincipalKinds.Select(kind => kind.SubPrefix).Append("").Distinct(StringComparer.Ordinal)];
    }

    /// <summary>How many events of this node are kept where <see cref="AreOfAllNodes"/> is false.</summary>
    public static int Capacity => RecentEvents.Capacity;

    /// <summary>The names of all events, such as <c>token_issued</c>.</summary>
    public static ImmutableArray<string> Names => EventNames.All;

    /// <summary>True if the events of every node are here, those before the start included.</summary>
    public bool AreOfAllNodes => _store is not RecentEvents;

    /// <summary>A page of events, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The <see cref="EventPage.Next"/> of the page before as text; null, and anything else, is the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    public Task<EventPage> ListAsync(AdminEventFilter filter, string? after, CancellationToken cancellationToken)
    {
        _ = EventCursor.TryParse(after, out var cursor);
        return _store.ListAsync(Meant(filter), PageSize, cursor, cancellationToken);
    }

    /// <summary>All that a filter finds, as a file that is sent while it is read: <c>json</c>, or <c>csv</c> (RFC 4180) that no spreadsheet takes for formulas.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="asCsv">True for <c>csv</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The file, in UTF-8, the newest event first.</returns>
    public async Task<IResult> ExportAsync(AdminEventFilter filter, bool asCsv, CancellationToken cancellationToken)
    {
        var export = await EventExport.BeginAsync(_store, Meant(filter), cancellationToken);
        return Results.Stream(
            output => export.WriteAsync(output, asCsv, cancellationToken), EventExport.TypeOf(asCsv), EventExport.NameOf(asCsv, _clock.GetUtcNow()));
    }

    /// <summary>All else that is known of an event, such as <c>change=disabled</c>.</summary>
    /// <param name="told">The event.</param>
    /// <returns>The details; possibly empty.</returns>
    public static string DetailsOf(StoredEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        return EventEntry.Of(told).DetailsInOneLine();
    }

    // Tokens are told of by their sub, which has the prefix of its kind; what is done here, without.
    private EventFilter Meant(AdminEventFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new EventFilter
        {
            Name = Given(filter.Name),
            ClientId = Given(filter.Client),
            People = Given(filter.Person) is { } person ? [.. _prefixes.Select(prefix => prefix + person)] : [],
            From = InstantOf(filter.From),
            Until = InstantOf(filter.Until),
        };
    }

    // Databases keep no NUL, so no event has one.
    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text.Replace('\0', '\ufffd');

    private static DateTimeOffset? InstantOf(DateTime? time) => time is { } given ? new DateTimeOffset(DateTime.SpecifyKind(given, DateTimeKind.Utc)) : null;
}

/// <summary>Which events are meant: those to which everything that is set applies.</summary>
public sealed record AdminEventFilter
{
    /// <summary>The name of the event, such as <c>token_denied</c>; null or empty for any.</summary>
    public string? Name { get; init; }

    /// <summary>The client; null or empty for any.</summary>
    public string? Client { get; init; }

    /// <summary>The person that it is about, or who did it, by the host's own identifier or by the <c>sub</c>; null or empty for any.</summary>
    public string? Person { get; init; }

    /// <summary>The first instant, in UTC; null for the beginning.</summary>
    public DateTime? From { get; init; }

    /// <summary>The first instant that is not meant any more, in UTC; null for no end.</summary>
    public DateTime? Until { get; init; }
}
