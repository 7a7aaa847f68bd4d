using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sweeps the tables in turn, in small batches, until nothing that expired is left, resting much longer than it works: a busy database stays responsive.
/// A table that fails does not keep the others from being swept.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells what expired.</param>
/// <param name="logger">Told of a table that fails; null tells nobody.</param>
/// <param name="options">Say how long events are kept; null keeps them.</param>
public sealed partial class EfSweeper<TContext>(
    TContext context, TimeProvider clock, ILogger<EfSweeper<TContext>>? logger = null, IOptions<AttestoOptions>? options = null) : ISweeper
    where TContext : DbContext
{
    private const int BatchSize = 500;
    private const int Rest = 4; // times as long as the batch took

    // A node whose clock is ahead must not delete what a slower one still goes by, such as a replay record.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private readonly ILogger _logger = logger ?? NullLogger<EfSweeper<TContext>>.Instance;

    /// <inheritdoc/>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var total = 0L;
        var events = options?.Value.Database.KeepEventsFor is { } kept ? [(SweptTable.Events, kept)] : Array.Empty<(SweptTable, TimeSpan)>();
        var unfinished = new Queue<(SweptTable Table, TimeSpan Kept, DateTime From)>(SweptTable.All.Select(table => (table, TimeSpan.Zero)).Concat(events)
            .Select(each => (each.Item1, each.Item2, DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc))));
        while (unfinished.TryDequeue(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            if (await BatchAsync(next.Table, next.Kept, next.From, cancellationToken) is not { } batch)
            {
                continue;
            }

            total += batch.Deleted;
            if (batch.IsFull)
            {
                unfinished.Enqueue((next.Table, next.Kept, batch.Oldest));
                await Task.Delay(Stopwatch.GetElapsedTime(began) * Rest, cancellationToken);
            }
        }

        return total;
    }

    // From where the last batch ended: the index still holds what was deleted, and to walk over that again and again would cost more than the batch.
    private async Task<(long Deleted, DateTime Oldest, bool IsFull)?> BatchAsync(SweptTable table, TimeSpan kept, DateTime from, CancellationToken cancellationToken)
    {
        var (name, before) = (context.Model.FindEntityType(table.Row)?.GetTableName() ?? table.Row.Name, clock.GetUtcNow().UtcDateTime - ClockSkew - kept);
        try
        {
            var began = Stopwatch.GetTimestamp();
            if (await table.FindOldestAsync(context, from, cancellationToken) is not { } oldest || oldest >= before)
            {
                SweeperMetrics.Waits(name, TimeSpan.Zero);
                return null;
            }

            var postponed = await table.PostponeAsync(context, before, BatchSize, cancellationToken);
            var deleted = await context.ExecuteAsync(table.Batch(context, oldest, before, BatchSize), cancellationToken);
            SweeperMetrics.Swept(name, deleted, Stopwatch.GetElapsedTime(began));
            var isFull = deleted == BatchSize || postponed == BatchSize;
            SweeperMetrics.Waits(name, isFull ? before - oldest : TimeSpan.Zero);
            return (deleted, oldest, isFull);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            SweeperMetrics.Failed(name);
            LogFailed(fault, name);
            return null;
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "Expired rows of {Table} could not be deleted; the next run tries again.")]
    private partial void LogFailed(Exception fault, string table);
}
