using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sweeps the tables in turn, in small batches, resting much longer than it works: a busy database stays responsive.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells what expired.</param>
public sealed class EfSweeper<TContext>(TContext context, TimeProvider clock) : ISweeper
    where TContext : DbContext
{
    private const int BatchSize = 500;
    private const int Rest = 4; // times as long as the batch took

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    // A node whose clock is ahead must not delete what a slower one still goes by, such as a replay record.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private static readonly Meter Meter = new("Attesto.EntityFrameworkCore");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("attesto.sweeper.rows", "{row}", "Expired rows deleted, by table.");
    private static readonly Histogram<double> Batches = Meter.CreateHistogram<double>("attesto.sweeper.batch.duration", "s", "How long one batch took, by table.");

    /// <inheritdoc/>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var (before, began, total) = (clock.GetUtcNow().UtcDateTime - ClockSkew, Stopwatch.GetTimestamp(), 0L);
        var unfinished = new Queue<(SweptTable Table, DateTime From)>(SweptTable.All.Select(table => (table, DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc))));
        while (unfinished.TryDequeue(out var next) && Stopwatch.GetElapsedTime(began) < LongestRun)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // From where the last batch ended: the index still holds what was deleted, and to walk over that again and again would cost more than the batch.
            var batchBegan = Stopwatch.GetTimestamp();
            if (await next.Table.FindOldestAsync(context, next.From, cancellationToken) is not { } oldest || oldest >= before)
            {
                continue;
            }

            var deleted = await context.ExecuteAsync(next.Table.Batch(context, oldest, before, BatchSize), cancellationToken);
            var duration = Stopwatch.GetElapsedTime(batchBegan);
            Record(next.Table, deleted, duration);
            total += deleted;
            if (deleted == BatchSize)
            {
                unfinished.Enqueue((next.Table, oldest));
                await Task.Delay(duration * Rest, cancellationToken);
            }
        }

        return total;
    }

    private void Record(SweptTable table, int deleted, TimeSpan duration)
    {
        var name = KeyValuePair.Create<string, object?>("table", context.Model.FindEntityType(table.Row)?.GetTableName());
        Rows.Add(deleted, name);
        Batches.Record(duration.TotalSeconds, name);
    }
}
