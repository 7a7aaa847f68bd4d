using HostNamespace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Attesto.Management.Tests;

/// <summary>A database with all tables, of which every host gets a copy: a migration takes longer than a test.</summary>
[SetUpFixture]
public sealed class MigratedDatabase
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("attesto-migrated-").FullName;

    internal static string File { get; } = Path.Combine(Folder, "test.db");

    [OneTimeSetUp]
    public async Task Migrate()
    {
        await using var context = new AttestoDbContext(new DbContextOptionsBuilder<AttestoDbContext>().UseSqlite($"Data Source={File};Pooling=False").Options);
        await context.Database.MigrateAsync();
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = DELETE"); // all of it in the one file
    }

    [OneTimeTearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
