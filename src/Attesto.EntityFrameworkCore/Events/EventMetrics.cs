using System.Diagnostics.Metrics;

namespace Attesto.EntityFrameworkCore;

/// <summary>What became of the events that this process was to keep. Meter <c>Attesto.EntityFrameworkCore</c>.</summary>
internal static class EventMetrics
{
    private static readonly Meter Meter = new("Attesto.EntityFrameworkCore");
    private static readonly Counter<long> Kept = Meter.CreateCounter<long>("attesto.events.kept", "{event}", "Events written to the database.");
    private static readonly Counter<long> Losses = Meter.CreateCounter<long>("attesto.events.lost", "{event}", "Events that were not written to the database, by why.");

    public static void Wrote(int events) => Kept.Add(events);

    /// <summary>Counts what will not be written.</summary>
    /// <param name="events">How many.</param>
    /// <param name="why"><c>full</c>: too many waited; <c>refused</c>: the database took all but this one; <c>stopped</c>: the process ended first.</param>
    public static void Lost(int events, string why) => Losses.Add(events, KeyValuePair.Create("reason", (object?)why));
}
