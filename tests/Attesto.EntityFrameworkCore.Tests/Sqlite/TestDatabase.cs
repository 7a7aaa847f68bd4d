using HostNamespace.Data;
using Microsoft.Data.SqlClient;
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

    // A database of this run alone, whatever the connection string names.
    private static readonly string? SqlServer = Environment.GetEnvironmentVariable("ATTESTO_TEST_SQLSERVER") is { Length: > 0 } server
        ? new SqlConnectionStringBuilder(server) { InitialCatalog = $"attesto_test_{Environment.ProcessId}" }.ConnectionString
        : null;

    internal static int Racers => SqlServer is null ? 8 : 32;

    /// <summary>How a column is renamed, to stand for an older schema.</summary>
    internal static string RenameColumn(string table, string from, string to) =>
        SqlServer is null ? $"ALTER TABLE {table} RENAME COLUMN {from} TO {to}" : $"EXEC sp_rename '{table}.{from}', '{to}', 'COLUMN'";

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
        context.Database.Migrate();
    }

    [OneTimeTearDown]
    public void Remove()
    {
        if (SqlServer is not null)
        {
            using var context = Open();
            context.Database.EnsureDeleted();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
