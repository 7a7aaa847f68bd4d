using System.Data.Common;
using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>One PostgreSQL per run, with the retries that a production host would switch on.</summary>
[SetUpFixture]
public sealed class TestDatabase
{
    internal static int Racers => 32;

    /// <summary>How a column is renamed, to stand for an older schema.</summary>
    internal static string RenameColumn(string table, string from, string to) => $"ALTER TABLE {table} RENAME COLUMN {from} TO {to}";

    /// <summary>How a plan says that it reads a whole table.</summary>
    internal static string Scan => "Seq Scan on table_prefix_";

    internal static PostgresServer Server => Started ?? throw new InvalidOperationException("The server is not started.");

    internal static string Serializable => ";Options=-c default_transaction_isolation=serializable";

    internal static string ConnectionString => Server.ConnectionString("attesto");

    private static PostgresServer? Started { get; set; }

    internal static AttestoDbContext Open(params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<AttestoDbContext>();
        Configure(options);
        return new(options.AddInterceptors(interceptors).Options);
    }

    /// <summary>Every statement is a serializable transaction, and nothing but the stores retries.</summary>
    internal static AttestoDbContext OpenSerializable(params IInterceptor[] interceptors) =>
        new(new DbContextOptionsBuilder<AttestoDbContext>().UseNpgsql(ConnectionString + Serializable).AddInterceptors(interceptors).Options);

    internal static void Configure(DbContextOptionsBuilder options) =>
        options.UseNpgsql(ConnectionString, npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(50), null));

    internal static void ConfigureEmpty(DbContextOptionsBuilder options) => options.UseNpgsql(Server.ConnectionString("empty"));

    // On small tables a scan is cheaper; this asks whether an index could serve at all, which is what a large table comes to.
    internal static async Task PreparePlansAsync(DbContext context)
    {
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("SET enable_seqscan = off");
    }

    internal static Task<string> ExplainAsync(DbContext context, string text, IReadOnlyList<DbParameter> parameters) =>
        Plan.ReadAsync(context, $"EXPLAIN {text}", parameters);

    [OneTimeSetUp]
    public async Task Create()
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed.");
        }

        Started = await PostgresServer.StartAsync();
        await Server.CreateDatabaseAsync("attesto");
        await Server.CreateDatabaseAsync("empty");
        await using var context = Open();
        await context.Database.MigrateAsync();
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        NpgsqlConnection.ClearAllPools();
        if (Started is not null)
        {
            await Started.DisposeAsync();
        }
    }
}
