using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>One SQLite file per run, in WAL mode as EF Core creates it.</summary>
[SetUpFixture]
public sealed class TestDatabase
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("attesto-sqlite-").FullName;

    internal static string ConnectionString { get; } = $"Data Source={Path.Combine(Folder, "test.db")}";

    internal static DbContextOptions<AttestoDbContext> Options { get; } =
        new DbContextOptionsBuilder<AttestoDbContext>().UseSqlite(ConnectionString).Options;

    internal static int Racers => 8;

    internal static AttestoDbContext Open() => new(Options);

    [OneTimeSetUp]
    public void Create()
    {
        using var context = new AttestoDbContext(Options);
        context.Database.Migrate();
    }

    [OneTimeTearDown]
    public void Remove()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
