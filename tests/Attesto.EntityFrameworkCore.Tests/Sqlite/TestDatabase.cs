using System.Data;
using System.Data.Common;
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

    /// <summary>How a plan says that it reads a whole table.</summary>
    internal static string Scan => SqlServer is null ? "SCAN (TABLE )?table_prefix_\\w+(?! USING)" : "(Table|Index) Scan\\(";

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
            options.UseSqlite($"Data Source={Path.Combine(Folder, "test.db")}").AddInterceptors(SqliteWaits.Interceptor); // as AddAttestoEntityFrameworkStores does
        }
    }

    internal static void ConfigureEmpty(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={Path.Combine(Folder, "empty.db")}");

    // On small tables a scan is cheaper; told that they are large, SQL Server answers what a large table comes to.
    internal static async Task PreparePlansAsync(DbContext context)
    {
        await context.Database.OpenConnectionAsync();
        foreach (var table in SqlServer is null ? [] : context.Model.GetRelationalModel().Tables)
        {
            var statement = $"UPDATE STATISTICS [{table.Name}] WITH ROWCOUNT = 1000000, PAGECOUNT = 100000";
            await context.Database.ExecuteSqlRawAsync(statement);
        }
    }

    internal static async Task<string> ExplainAsync(DbContext context, string text, IReadOnlyList<DbParameter> parameters)
    {
        if (SqlServer is null)
        {
            return await Plan.ReadAsync(context, $"EXPLAIN QUERY PLAN {text}", parameters);
        }

        // While plans are shown nothing runs, not even sp_executesql, which a parameter would need: variables of the same types stand for them.
        var variables = parameters.Count == 0 ? "" : $"DECLARE {string.Join(", ", parameters.Cast<SqlParameter>().Select(Declaration))};\n";
        await Plan.ReadAsync(context, "SET SHOWPLAN_TEXT ON", []);
        var plan = await Plan.ReadAsync(context, variables + text, []);
        await Plan.ReadAsync(context, "SET SHOWPLAN_TEXT OFF", []);
        return plan;
    }

    private static string Declaration(SqlParameter parameter) =>
        $"{parameter.ParameterName} {parameter.SqlDbType}"
            + (parameter.SqlDbType is SqlDbType.NVarChar or SqlDbType.VarBinary ? $"({(parameter.Size is > 0 and <= 4000 ? parameter.Size : "max")})" : "");

    [OneTimeSetUp]
    public void Create()
    {
        if (Environment.GetEnvironmentVariable("ATTESTO_RENEW_MIGRATION") is not null)
        {
            return; // the migration that this run renews does not fit the model yet
        }

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
