using System.Diagnostics;
using System.Globalization;
using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Refreshes while millions of expired rows are swept. Run by name; <c>ATTESTO_SWEEP_ROWS</c> says how many.</summary>
[Explicit("takes minutes and wants the machine for itself")]
public sealed class SweepUnderLoadTests
{
    private const int Workers = 4;

    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Refreshes_stay_fast_while_a_large_table_is_swept()
    {
        var rows = int.Parse(Environment.GetEnvironmentVariable("ATTESTO_SWEEP_ROWS") ?? "5000000", CultureInfo.InvariantCulture);
        await using var server = await PostgresServer.StartAsync();
        await server.CreateDatabaseAsync("attesto");
        var options = new DbContextOptionsBuilder<AttestoDbContext>().UseNpgsql(server.ConnectionString("attesto")).Options;
        await using (var context = new AttestoDbContext(options))
        {
            await context.Database.MigrateAsync();
        }

        await server.ExecuteAsync("attesto", $"""
            INSERT INTO table_prefix_replays (hash, expires_at)
            SELECT md5(i::text) || md5((-i)::text), TIMESTAMPTZ '2025-01-01' + i * INTERVAL '1 millisecond' FROM generate_series(1, {rows}) AS i
            """);
        await server.ExecuteAsync("attesto", "VACUUM ANALYZE");

        _ = await RefreshAsync(options, TimeSpan.FromSeconds(3)); // warm
        var quiet = await RefreshAsync(options, Phase);
        using var stop = new CancellationTokenSource();
        var sweeping = Task.Run(() => SweepAsync(options, stop.Token));
        var busy = await RefreshAsync(options, Phase);
        await stop.CancelAsync();
        var (swept, seconds) = await sweeping;

        TestContext.Out.WriteLine($"{rows} expired rows; refreshes p50/p99 ms: {Percentile(quiet, 50):F2}/{Percentile(quiet, 99):F2} alone ({quiet.Count}), "
            + $"{Percentile(busy, 50):F2}/{Percentile(busy, 99):F2} while sweeping ({busy.Count}); {swept} rows swept in {seconds:F1} s");
        Assert.That(Percentile(busy, 99), Is.LessThan(Percentile(quiet, 99) * 1.5));
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<(long Rows, double Seconds)> SweepAsync(DbContextOptions<AttestoDbContext> options, CancellationToken stop)
    {
        var (total, began) = (0L, Stopwatch.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            await using var context = new AttestoDbContext(options);
            using var run = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var before = await context.Set<ReplayRow>().CountAsync(CancellationToken.None);
            try
            {
                await new EfSweeper<AttestoDbContext>(context, Everything.Clock).SweepAsync(run.Token);
            }
            catch (OperationCanceledException)
            {
                // the phase is over
            }

            total += before - await context.Set<ReplayRow>().CountAsync(CancellationToken.None);
        }

        return (total, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task<List<double>> RefreshAsync(DbContextOptions<AttestoDbContext> options, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            var (milliseconds, token) = (new List<double>(), Everything.NewToken());
            await using (var context = new AttestoDbContext(options))
            {
                await new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock).AddAsync(token, default);
            }

            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                var start = Stopwatch.GetTimestamp();
                await using var context = new AttestoDbContext(options);
                var store = new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock);
                var successor = token with { Hash = Everything.NewHash() };
                await store.FindAsync(token.Hash, default);
                await store.RotateAsync(token.Hash, successor, "cipher", default);
                token = successor;
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(5);
            }

            return milliseconds;
        })));
        return [.. times.SelectMany(time => time).Order()];
    }

    private static double Percentile(List<double> sorted, int percent) => sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
}
