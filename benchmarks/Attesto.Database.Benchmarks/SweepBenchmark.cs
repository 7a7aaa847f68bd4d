using System.Diagnostics;
using Attesto.EntityFrameworkCore;

namespace Attesto.Database.Benchmarks;

/// <summary>What a person who refreshes notices while nodes sweep a table of millions of expired rows: phases with and without, in turn.</summary>
internal sealed class SweepBenchmark(BenchDatabase database)
{
    private const string Table = "replays";
    private const int Clients = 4;
    private const int Nodes = 2;
    private const int Rounds = 4;

    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(10);

    public async Task<double> RunAsync(int rows)
    {
        Console.WriteLine($"filling {rows} expired rows");
        await database.FillAsync(Table, 1, rows, expired: true);
        var (alone, sweeping) = (new List<TimeSpan>(), new List<TimeSpan>());
        await RefreshAsync(TimeSpan.FromSeconds(5)); // warm
        for (var round = 1; round <= Rounds; round++)
        {
            alone.AddRange(await RefreshAsync(Phase));
            using var stop = new CancellationTokenSource();
            var before = await database.CountAsync(Table);
            var sweepers = Enumerable.Range(0, Nodes).Select(_ => Task.Run(() => SweepAsync(stop.Token))).ToList();
            sweeping.AddRange(await RefreshAsync(Phase));
            await stop.CancelAsync();
            await Task.WhenAll(sweepers);
            Console.WriteLine($"round {round}: {before - await database.CountAsync(Table)} rows swept by {Nodes} nodes in {Phase.TotalSeconds} s");
        }

        var (without, with) = (new Percentiles(alone), new Percentiles(sweeping));
        Console.WriteLine($"refresh alone:          p50 {without.P50:F2} ms, p99 {without.P99:F2} ms ({without.Count})");
        Console.WriteLine($"refresh while sweeping: p50 {with.P50:F2} ms, p99 {with.P99:F2} ms ({with.Count})");
        return with.P99 / without.P99;
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var context = database.Open();
            try
            {
                await new EfSweeper<HostNamespace.Data.AttestoDbContext>(context, TimeProvider.System).SweepAsync(stop);
            }
            catch (OperationCanceledException)
            {
                // the phase is over
            }
        }
    }

    private async Task<IEnumerable<TimeSpan>> RefreshAsync(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var (taken, grant, generation) = (new List<TimeSpan>(), Samples.NewGrant(), 1);
            await using (var context = database.Open())
            {
                await Samples.Grants(context).AddAsync(grant, default);
            }

            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                var rotation = Samples.NewRotation(generation++);
                taken.Add(await Percentiles.TimeAsync(async () =>
                {
                    await using var context = database.Open();
                    await Samples.Grants(context).FindAsync(grant.Id, default);
                    await Samples.Grants(context).RotateAsync(grant.Id, rotation, default);
                }));
                await Task.Delay(5);
            }

            return taken;
        })));
        return times.SelectMany(time => time);
    }
}
