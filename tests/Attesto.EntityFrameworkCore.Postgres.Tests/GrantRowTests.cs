using System.Globalization;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>What grants cost in a PostgreSQL of their own, whose counters nobody else moves.</summary>
public sealed class GrantRowTests
{
    private const string Database = "grant_rows";
    private const string Table = "table_prefix_grants";
    private const int Grants = 100;
    private const int Refreshes = 100;

    [OneTimeSetUp]
    public async Task Create()
    {
        await TestDatabase.Server.CreateDatabaseAsync(Database);
        await using var context = Open();
        await context.Database.MigrateAsync();
    }

    [SetUp]
    public Task Empty() => TestDatabase.Server.ExecuteAsync(Database, $"TRUNCATE {Table}");

    [Test]
    public async Task A_refresh_is_written_in_place_and_leaves_no_row_behind()
    {
        var ids = await FillAsync(Grants);
        await using var context = Open();
        var store = new EfGrantStore<AttestoDbContext>(context, Everything.Clock);
        for (var generation = 1; generation <= Refreshes; generation++)
        {
            foreach (var id in ids)
            {
                Assert.That(await store.RotateAsync(id, Everything.NewRotation(generation), CancellationToken.None), Is.True);
            }
        }

        NpgsqlConnection.ClearAllPools(); // a backend reports its counters at the latest when it ends
        await WaitUntilAsync($"SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = '{Table}'", Grants * Refreshes);
        var counted = await TestDatabase.Server.ExecuteAsync(
            Database,
            $"SELECT (SELECT count(*) FROM {Table}) || ' ' || n_tup_upd || ' ' || n_tup_hot_upd || ' ' || pg_relation_size('{Table}') "
            + $"FROM pg_stat_user_tables WHERE relname = '{Table}'");
        TestContext.Out.WriteLine($"rows, updates, of them in place, bytes of the table: {counted}");
        var numbers = counted.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.That((numbers[0], numbers[1]), Is.EqualTo((Grants, Grants * Refreshes)));
        Assert.That(numbers[2], Is.GreaterThan(Grants * Refreshes * 0.95), "no indexed column changes");
        Assert.That(numbers[3], Is.LessThan(4 * 1024 * Grants), "and the space of former versions is used again");
    }

    [Test]
    public async Task A_grant_takes_less_than_a_kilobyte_with_all_of_its_indexes()
    {
        await FillAsync(5_000);
        await TestDatabase.Server.ExecuteAsync(Database, $"VACUUM ANALYZE {Table}");

        var sizes = await TestDatabase.Server.ExecuteAsync(Database, $"SELECT pg_relation_size('{Table}') / 5000 || ' ' || pg_indexes_size('{Table}') / 5000");

        TestContext.Out.WriteLine($"bytes of a row, and of its entries in five indexes: {sizes}");
        Assert.That(sizes.Split(' ').Sum(number => long.Parse(number, CultureInfo.InvariantCulture)), Is.LessThan(1024));
    }

    // As an application of today leaves them: a person of a UUID, four scopes, one API, a session, refreshed once.
    private static async Task<List<GrantId>> FillAsync(int count)
    {
        await using var context = Open();
        var (store, ids) = (new EfGrantStore<AttestoDbContext>(context, Everything.Clock), new List<GrantId>());
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("SET synchronous_commit = off");
        for (var i = 0; i < count; i++)
        {
            var grant = Everything.NewGrant();
            grant = grant with
            {
                Authorization = grant.Authorization with
                {
                    Subject = $"9f1c7f9e-7d2c-4c59-a1f6-{i:x12}",
                    ClientId = "reports-web",
                    Scope = ScopeSet.Of("openid", "profile", "offline_access", "read:reports"),
                    Resources = ["https://api.example/"],
                    AuthTime = Everything.Clock.Now,
                    Amr = ["pwd", "otp"],
                    SessionId = Secret.NewId(),
                },
                CreatedAt = Everything.Clock.Now.AddSeconds(i),
                RefreshToken = grant.RefreshToken! with { Previous = Everything.NewHash(), RotatedAt = Everything.Clock.Now, ProtectedSuccessor = new string('A', 70) },
            };
            await store.AddAsync(grant, CancellationToken.None);
            ids.Add(grant.Id);
        }

        return ids;
    }

    private static async Task WaitUntilAsync(string query, long reached)
    {
        while (long.Parse(await TestDatabase.Server.ExecuteAsync(Database, query), CultureInfo.InvariantCulture) < reached)
        {
            await Task.Delay(100);
        }
    }

    private static AttestoDbContext Open() =>
        new(new DbContextOptionsBuilder<AttestoDbContext>().UseNpgsql(TestDatabase.Server.ConnectionString(Database)).Options);
}
