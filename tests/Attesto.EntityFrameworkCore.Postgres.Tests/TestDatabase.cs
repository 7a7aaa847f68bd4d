using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>One PostgreSQL per run, with the retries that a production host would switch on.</summary>
[SetUpFixture]
public sealed class TestDatabase
{
    private static PostgresServer? Started { get; set; }

    internal static PostgresServer Server => Started ?? throw new InvalidOperationException("The server is not started.");

    internal static string ConnectionString => Server.ConnectionString("attesto");

    internal static DbContextOptions<AttestoDbContext> Options =>
        new DbContextOptionsBuilder<AttestoDbContext>().UseNpgsql(ConnectionString, npgsql => npgsql.EnableRetryOnFailure()).Options;

    internal static int Racers => 32;

    internal static AttestoDbContext Open() => new(Options);

    [OneTimeSetUp]
    public async Task Create()
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed.");
        }

        Started = await PostgresServer.StartAsync();
        await Server.CreateDatabaseAsync("attesto");
        await using var context = new AttestoDbContext(Options);
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
