using System.Data.Common;
using System.Diagnostics;
using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>PostgreSQL is killed and started again under a load of rotations: the service goes on by itself, and nothing acknowledged is lost or spent twice.</summary>
public sealed class PowerCutTests
{
    private const int Families = 8;
    private const int Cuts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly int[] _acknowledged = new int[Families];
    private int _refused;

    [Test]
    public async Task No_acknowledged_rotation_is_lost_when_the_database_is_killed()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.CreateDatabaseAsync("attesto");
        var options = new DbContextOptionsBuilder<AttestoDbContext>().UseNpgsql(server.ConnectionString("attesto"), npgsql => npgsql.EnableRetryOnFailure(2)).Options;
        await using (var context = new AttestoDbContext(options))
        {
            await context.Database.MigrateAsync();
        }

        using var stop = new CancellationTokenSource();
        var families = Enumerable.Range(0, Families).Select(family => Task.Run(() => RotateOnAndOnAsync(options, family, stop.Token))).ToList();
        for (var cut = 0; cut < Cuts; cut++)
        {
            await WaitUntilEveryFamilyGoesOnAsync();
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await WaitUntilEveryFamilyGoesOnAsync();
        await stop.CancelAsync();
        var acknowledged = await Task.WhenAll(families);

        var (lost, twice) = (0, 0);
        await using var check = new AttestoDbContext(options);
        var rows = await check.Set<RefreshTokenRow>().AsNoTracking().ToDictionaryAsync(row => row.Hash);
        lost = acknowledged.SelectMany(family => family).Count(hash => !rows.ContainsKey(hash));
        twice = rows.Values.Where(row => row.RotatedAt is not null).Count(row => row.SuccessorHash is not { } successor || !rows.ContainsKey(successor));
        twice += rows.Values.Where(row => row.SuccessorHash is not null).GroupBy(row => row.SuccessorHash).Count(group => group.Count() > 1);
        TestContext.Out.WriteLine($"{acknowledged.Sum(family => family.Count)} rotations acknowledged, {Cuts} kills, {_refused} failed attempts, {twice} double spends, {lost} lost acknowledgements");
        Assert.That((lost, twice), Is.EqualTo((0, 0)));
        NpgsqlConnection.ClearAllPools();
    }

    // Ten rotations more of each: all of them are under load now, and none was stopped by what came before.
    private async Task WaitUntilEveryFamilyGoesOnAsync()
    {
        var (clock, goals) = (Stopwatch.StartNew(), _acknowledged.Select(count => count + 10).ToArray());
        while (goals.Zip(_acknowledged).Any(family => family.Second < family.First))
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), "a family does not go on");
            await Task.Delay(20);
        }
    }

    // A client that retries until it is answered, as an honest one would: what it was told happened must have happened.
    private async Task<List<TokenHash>> RotateOnAndOnAsync(DbContextOptions<AttestoDbContext> options, int family, CancellationToken stop)
    {
        var token = Everything.NewToken();
        var acknowledged = new List<TokenHash>();
        await AddAsync(options, token);
        while (!stop.IsCancellationRequested)
        {
            var successor = token with { Hash = Everything.NewHash() };
            try
            {
                await using var context = new AttestoDbContext(options);
                var store = new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock);
                if (await store.RotateAsync(token.Hash, successor, "cipher", CancellationToken.None))
                {
                    acknowledged.Add(successor.Hash);
                    Volatile.Write(ref _acknowledged[family], acknowledged.Count);
                    token = successor;
                }
                else
                {
                    // The commit took place though its answer was lost; the grant then hands out the successor that was kept.
                    var hash = (await context.Set<RefreshTokenRow>().AsNoTracking().SingleAsync(row => row.Hash == token.Hash, CancellationToken.None)).SuccessorHash!.Value;
                    token = token with { Hash = hash };
                }
            }
            catch (Exception fault) when (fault is DbException or RetryLimitExceededException or InvalidOperationException or TimeoutException)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(50, CancellationToken.None);
            }
        }

        return acknowledged;
    }

    private static async Task AddAsync(DbContextOptions<AttestoDbContext> options, Attesto.RefreshToken token)
    {
        await using var context = new AttestoDbContext(options);
        await new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock).AddAsync(token, CancellationToken.None);
    }
}
