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
    private const int Clients = 8;
    private const int Cuts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly int[] _acknowledged = new int[Clients];
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
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => RotateOnAndOnAsync(options, client, stop.Token))).ToList();
        for (var cut = 0; cut < Cuts; cut++)
        {
            await WaitUntilEveryClientGoesOnAsync();
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await WaitUntilEveryClientGoesOnAsync();
        await stop.CancelAsync();
        var acknowledged = await Task.WhenAll(clients);

        await using var check = new AttestoDbContext(options);
        var rows = await check.Set<GrantRow>().AsNoTracking().ToDictionaryAsync(row => new GrantId(row.GrantId));
        var lost = acknowledged.Count(client => client.Told > rows[client.Grant].Generation);
        var twice = acknowledged.Count(client => rows[client.Grant].Generation > client.Told + 1); // one may have happened whose answer nobody got
        TestContext.Out.WriteLine(
            $"{acknowledged.Sum(client => client.Told)} rotations acknowledged, {Cuts} kills, {_refused} failed attempts, {twice} double spends, {lost} lost acknowledgements");
        Assert.That((lost, twice), Is.EqualTo((0, 0)));
        NpgsqlConnection.ClearAllPools();
    }

    // Ten rotations more of each: all of them are under load now, and none was stopped by what came before.
    private async Task WaitUntilEveryClientGoesOnAsync()
    {
        var (clock, goals) = (Stopwatch.StartNew(), _acknowledged.Select(count => count + 10).ToArray());
        while (goals.Zip(_acknowledged).Any(client => client.Second < client.First))
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), "a client does not go on");
            await Task.Delay(20);
        }
    }

    // A client that retries until it is answered, as an honest one would: what it was told happened must have happened.
    private async Task<(GrantId Grant, int Told)> RotateOnAndOnAsync(DbContextOptions<AttestoDbContext> options, int client, CancellationToken stop)
    {
        var (grant, generation) = (Everything.NewGrant(), 1);
        await AddAsync(options, grant);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var context = new AttestoDbContext(options);
                var store = new EfGrantStore<AttestoDbContext>(context, Everything.Clock);
                generation = await store.RotateAsync(grant.Id, Everything.NewRotation(generation), CancellationToken.None)
                    ? generation + 1
                    : (await store.FindAsync(grant.Id, CancellationToken.None))!.RefreshToken!.Generation; // it took place though its answer was lost
                Volatile.Write(ref _acknowledged[client], generation - 1);
            }
            catch (Exception fault) when (fault is DbException or RetryLimitExceededException or InvalidOperationException or TimeoutException)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(50, CancellationToken.None);
            }
        }

        return (grant.Id, generation);
    }

    private static async Task AddAsync(DbContextOptions<AttestoDbContext> options, Grant grant)
    {
        await using var context = new AttestoDbContext(options);
        await new EfGrantStore<AttestoDbContext>(context, Everything.Clock).AddAsync(grant, CancellationToken.None);
    }
}
