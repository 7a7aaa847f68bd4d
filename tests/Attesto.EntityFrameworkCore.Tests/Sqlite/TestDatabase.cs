using HostNamespace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>One SQLite file per run, in WAL mode as EF Core creates it; or the SQL Server that <c>ATTESTO_TEST_SQLSERVER</c> names.</summary>
[SetUpFixture]
public sealed class TestDatabase
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("attesto-sqlite-").FullName;
    private static readonly string? SqlServer = Environment.GetEnvironmentVariable("ATTESTO_TEST_SQLSERVER");

    internal static int Racers => 8;

    internal static string Explain => "EXPLAIN QUERY PLAN ";

    /// <summary>How a plan says that it reads a whole table.</summary>
    internal static string Scan => "SCAN (TABLE )?table_prefix_\\w+(?! USING)";

    internal static AttestoDbContext Open(params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<AttestoDbContext>();
        Configure(options);
        return new(options.AddInterceptors(interceptors).Options);
    }

    internal static void Configure(DbContextOptionsBuilder options)
    {
        if (SqlServer is not null)
        {
            options.UseSqlServer(SqlServer, sqlServer => sqlServer.EnableRetryOnFailure());
        }
        else
        {
            options.UseSqlite($"Data Source={Path.Combine(Folder, "test.db")}");
        }
    }

    internal static void ConfigureEmpty(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={Path.Combine(Folder, "empty.db")}");

    internal static Task PreparePlansAsync(DbContext context)
    {
        if (SqlServer is not null)
        {
            Assert.Ignore("Plans are looked at on SQLite and PostgreSQL.");
        }

        return context.Database.OpenConnectionAsync();
    }

    [OneTimeSetUp]
    public void Create()
    {
        using var context = Open();
        if (SqlServer is not null)
        {
            context.Database.EnsureDeleted();
        }

        context.Database.Migrate();
    }

    [OneTimeTearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
