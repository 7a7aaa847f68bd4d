using System.Diagnostics;

namespace Attesto.Database.Benchmarks;

/// <summary>How long things took.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> times)
{
    private readonly TimeSpan[] _sorted = [.. times.Order()];

    public int Count => _sorted.Length;

    /// <summary>In milliseconds.</summary>
    public double P50 => Of(50);

    /// <summary>In milliseconds.</summary>
    public double P99 => Of(99);

    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began);
    }

    private double Of(int percent) => _sorted[Math.Min(_sorted.Length - 1, _sorted.Length * percent / 100)].TotalMilliseconds;
}
