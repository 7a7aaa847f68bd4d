using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Attesto.Management;

/// <summary>All that a filter finds, as a file that is written while it is read: however many there are, few are in memory. The first page is read before anything is
/// written, so that a database that is away is told as ever.</summary>
internal sealed class EventExport
{
    private const int PageSize = 500;

    private readonly IEventStore _store;
    private readonly EventFilter _filter;
    private readonly EventPage _first;

    private EventExport(IEventStore store, EventFilter filter, EventPage first) => (_store, _filter, _first) = (store, filter, first);

    public static async Task<EventExport> BeginAsync(IEventStore store, EventFilter filter, CancellationToken cancellationToken) =>
        new(store, filter, await store.ListAsync(filter, PageSize, after: null, cancellationToken));

    /// <summary>The media type of a format.</summary>
    public static string TypeOf(bool asCsv) => asCsv ? "text/csv; charset=utf-8" : Answers.Json;

    /// <summary>The name of a file of this moment.</summary>
    public static string NameOf(bool asCsv, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"events-{now.UtcDateTime:yyyyMMdd-HHmmss}.{(asCsv ? "csv" : "json")}");

    /// <summary>Writes lines of CSV, or a JSON array; the newest event first, in UTF-8.</summary>
    public Task WriteAsync(Stream output, bool asCsv, CancellationToken cancellationToken) => asCsv
        ? WriteCsvAsync(output, cancellationToken)
        : JsonSerializer.SerializeAsync(output, EntriesAsync(cancellationToken), ManagementJson.Options, cancellationToken);

    private async Task WriteCsvAsync(Stream output, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(EventCsv.Head.AsMemory(), cancellationToken);
            await foreach (var told in ReadAsync(cancellationToken))
            {
                await writer.WriteAsync(EventCsv.LineOf(told).AsMemory(), cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<EventEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var told in ReadAsync(cancellationToken))
        {
            yield return EventEntry.Of(told);
        }
    }

    private async IAsyncEnumerable<StoredEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = _first; ; page = await _store.ListAsync(_filter, PageSize, page.Next, cancellationToken))
        {
            foreach (var told in page.Events)
            {
                yield return told;
            }

            if (page.Next is null)
            {
                yield break;
            }
        }
    }
}
