using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Attesto.Management;

/// <summary>What happened lately at this node, for pages on which an administrator looks through it: the newest 10,000 events since it started. What is to be kept
/// for longer, or of every node, an <see cref="IEventSink"/> of the host's writes elsewhere.</summary>
public sealed class AdminEvents
{
    private const int PageSize = 100;

    private static readonly string?[] Head = ["at", "event", "subject", "client_id", "actor", "scope", "grant_type", "result", "details"];

    private readonly RecentEvents _events;
    private readonly string[] _prefixes;

    internal AdminEvents(RecentEvents events, SubjectOptions subjects) =>
        (_events, _prefixes) = (events, [.. subjects.PrincipalKinds.Select(kind => kind.SubPrefix).Append("").Distinct(StringComparer.Ordinal)]);

    /// <summary>How many events are kept.</summary>
    public static int Capacity => RecentEvents.Capacity;

    /// <summary>The names of all events, such as <c>token_issued</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enum.GetValues<EventName>().Select(name => JsonSerializer.Serialize(name).Trim('"'))];

    /// <summary>A page of events, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">The <see cref="RecentEvent.Number"/> of the last one of the page before, or null for the first page.</param>
    /// <returns>The page.</returns>
    public RecentEventPage List(RecentEventFilter filter, long? before)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = Find(filter, before).Take(PageSize + 1).ToList();
        return found.Count > PageSize ? new RecentEventPage([.. found[..PageSize]], found[PageSize - 1].Number) : new RecentEventPage([.. found], null);
    }

    /// <summary>All that a filter finds, as a file: <c>json</c>, or <c>csv</c> (RFC 4180) that no spreadsheet takes for formulas.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="asCsv">True for <c>csv</c>.</param>
    /// <returns>The file, in UTF-8, the newest event first.</returns>
    public byte[] Export(RecentEventFilter filter, bool asCsv)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = Find(filter, before: null);
        return asCsv
            ? Encoding.UTF8.GetBytes(string.Concat(found.Select(CellsOf).Prepend(Head).Select(Line)))
            : JsonSerializer.SerializeToUtf8Bytes(found.Select(told => new { at = told.At, @event = told.Event }), ManagementJson.Options);
    }

    private IEnumerable<RecentEvent> Find(RecentEventFilter filter, long? before) => _events.Read(before).Where(told => filter.Matches(told, _prefixes));

    private static string?[] CellsOf(RecentEvent told) =>
    [
        told.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), told.Name, told.Event.Subject, told.Event.ClientId, told.Actor, told.Event.Scope, told.Event.GrantType,
        told.Event.Result, told.Details,
    ];

    private static string Line(string?[] cells) => $"{string.Join(',', cells.Select(Cell))}\r\n";

    // What begins like a formula is run by spreadsheets (OWASP CSV Injection).
    private static string Cell(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text ?? "";
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events, the newest first.</param>
/// <param name="Next">What leads to the next page; null on the last.</param>
public sealed record RecentEventPage(ImmutableArray<RecentEvent> Events, long? Next);

/// <summary>An event, and when it was told.</summary>
/// <param name="Number">Counts the events of this node from 1.</param>
/// <param name="At">When.</param>
/// <param name="Event">The event.</param>
public sealed record RecentEvent(long Number, DateTimeOffset At, ServerEvent Event)
{
    /// <summary>The name of the event, such as <c>token_issued</c>.</summary>
    public string Name => AdminEvents.Names[(int)Event.Name];

    /// <summary>Who did it, where that is not the client; or null.</summary>
    public string? Actor => Event.Metadata.GetValueOrDefault(AuditTrail.Actor) as string;

    /// <summary>All else that is known, such as <c>change=disabled</c>; possibly empty.</summary>
    public string Details => string.Join(
        ' ',
        Event.Metadata.Where(detail => detail is { Key: not AuditTrail.Actor, Value: not null }).OrderBy(detail => detail.Key, StringComparer.Ordinal)
            .Select(detail => $"{detail.Key}={(detail.Value is string text ? text : JsonSerializer.Serialize(detail.Value))}"));
}

/// <summary>Which events are meant: those to which everything that is set applies.</summary>
public sealed record RecentEventFilter
{
    /// <summary>The name of the event, such as <c>token_denied</c>; null or empty for any.</summary>
    public string? Name { get; init; }

    /// <summary>The client; null or empty for any.</summary>
    public string? Client { get; init; }

    /// <summary>The person that it is about, or who did it, by the host's own identifier or by the <c>sub</c>; null or empty for any.</summary>
    public string? Person { get; init; }

    // Tokens are told of by their sub, which has the prefix of its kind; what is done here, without.
    internal bool Matches(RecentEvent told, string[] prefixes) =>
        Is(Name, told.Name) && Is(Client, told.Event.ClientId) && (Is(Person, told.Actor) || prefixes.Any(prefix => Is(prefix + Person, told.Event.Subject)));

    private static bool Is(string? wanted, string? value) => string.IsNullOrEmpty(wanted) || string.Equals(wanted, value, StringComparison.Ordinal);
}
