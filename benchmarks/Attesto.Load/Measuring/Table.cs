using System.Globalization;

namespace Attesto.Load;

/// <summary>Prints medians, their spread, and how many times the floor of the same run they are.</summary>
internal static class Table
{
    public static async Task PrintAsync(IReadOnlyList<Job> jobs, TextWriter output)
    {
        List<string> columns = [.. jobs.Select(job => job.Column).Distinct(StringComparer.Ordinal)];
        await output.WriteLineAsync($"| work | {string.Join(" | ", columns)} |");
        await output.WriteLineAsync($"| --- |{string.Concat(columns.Select(_ => " --- |"))}");
        foreach (var row in jobs.GroupBy(job => job.Row, StringComparer.Ordinal))
        {
            var floor = row.FirstOrDefault(job => job.Column is Jobs.Floor) is { } job ? Median(job, sample => sample.Node) : (double?)null;
            var cells = columns.Select(column => row.FirstOrDefault(job => job.Column == column) is { } found ? Cell(found, floor) : "");
            await output.WriteLineAsync($"| {row.Key} | {string.Join(" | ", cells)} |");
        }

        foreach (var broken in jobs.Where(job => job.Samples.Exists(sample => sample.Run.Errors > 0)))
        {
            var (errors, requests) = (broken.Samples.Sum(sample => sample.Run.Errors), broken.Samples.Sum(sample => sample.Run.Requests));
            await output.WriteLineAsync($"NOT TO BE READ: {broken.Row}, {broken.Column}: {errors} of {requests} answers were errors");
        }
    }

    private static string Cell(Job job, double? floor)
    {
        var (node, database) = (Median(job, sample => sample.Node), Median(job, sample => sample.Database));
        var spread = (job.Samples.Max(sample => sample.Node) - job.Samples.Min(sample => sample.Node)) / 2 / node;
        var text = string.Create(CultureInfo.InvariantCulture, $"{node:F0}");
        text += job.Database is null ? "" : string.Create(CultureInfo.InvariantCulture, $" + {database:F0}");
        text += string.Create(CultureInfo.InvariantCulture, $" ±{spread:P0}").Replace(" %", "%", StringComparison.Ordinal);
        text += floor is null || job.Column is Jobs.Floor ? "" : string.Create(CultureInfo.InvariantCulture, $" ({node / floor:F1}×)");
        return job.Samples.Count == 0 ? "-" : text + $", p99 {job.Samples[job.Samples.Count / 2].Run.P99}";
    }

    private static double Median(Job job, Func<Sample, double> value)
    {
        List<double> sorted = [.. job.Samples.Select(value).Order()];
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
