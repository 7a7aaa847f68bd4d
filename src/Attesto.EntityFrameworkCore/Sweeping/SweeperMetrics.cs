using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Attesto.EntityFrameworkCore;

/// <summary>What the sweepers of this process do, and how far they are behind, by table. Meter <c>Attesto.EntityFrameworkCore</c>.</summary>
internal static class SweeperMetrics
{
    private static readonly ConcurrentDictionary<string, TimeSpan> Behind = new(StringComparer.Ordinal);

    private static readonly Meter Meter = new("Attesto.EntityFrameworkCore");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("attesto.sweeper.rows", "{row}", "Expired rows deleted, by table.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("attesto.sweeper.failures", "{run}", "Tables that could not be swept, by table.");
    private static readonly Histogram<double> Batches = Meter.CreateHistogram<double>("attesto.sweeper.batch.duration", "s", "How long one batch took, by table.");

    static SweeperMetrics() => Meter.CreateObservableGauge(
        "attesto.sweeper.backlog.age",
        () => Behind.Select(table => new Measurement<double>(table.Value.TotalSeconds, Tag(table.Key))),
        "s",
        "How long ago the oldest row expired that still waits, by table; 0 where none waits.");

    /// <summary>The table that is furthest behind, and by how much; zero if none is.</summary>
    public static (string? Table, TimeSpan Age) Backlog => Behind.Select(table => (table.Key, table.Value)).DefaultIfEmpty().MaxBy(table => table.Value);

    public static void Swept(string table, long rows, TimeSpan duration)
    {
        Rows.Add(rows, Tag(table));
        Batches.Record(duration.TotalSeconds, Tag(table));
    }

    public static void Waits(string table, TimeSpan age) => Behind[table] = age;

    public static void Failed(string table) => Failures.Add(1, Tag(table));

    private static KeyValuePair<string, object?> Tag(string table) => KeyValuePair.Create("table", (object?)table);
}
