using System.Text.RegularExpressions;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Writes the migration that the template emits: scaffolded on SQLite, then freed of its column types, so that it serves every provider.</summary>
internal static partial class Scaffolding
{
    private const string Id = "20260101000000_AddAttesto";

    /// <summary>The files of the migration, by name, with the template's placeholders for namespace and table prefix.</summary>
    public static IReadOnlyDictionary<string, string> Migration()
    {
        using var context = new AttestoDbContext(new DbContextOptionsBuilder<AttestoDbContext>().UseSqlite("Data Source=:memory:").Options);
        return Migration(context, static code => code.Replace("Scaffolding.AttestoDbContext", "AttestoDbContext", StringComparison.Ordinal));
    }

    /// <summary>The same for a host that keeps its people with ASP.NET Core Identity.</summary>
    public static IReadOnlyDictionary<string, string> MigrationWithPeople()
    {
        using var host = new ServiceCollection()
            .Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3) // as PeopleSetup does
            .BuildServiceProvider();
        var options = new DbContextOptionsBuilder<People.AttestoDbContext>().UseSqlite("Data Source=:memory:").UseApplicationServiceProvider(host);
        using var context = new People.AttestoDbContext(options.Options);
        return Migration(context, static code => GeneratedKeys.Of(code.Replace("Scaffolding.People.AttestoDbContext", "AttestoDbContext", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> Migration(DbContext context, Func<string, string> finish)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(context);
        new SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var migration = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>().ScaffoldMigration("AddAttesto", "HostNamespace", "Data.Migrations");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{Id}.cs"] = finish(Neutral(migration.MigrationCode, migration.MigrationId)),
            [$"{Id}.Designer.cs"] = finish(Neutral(migration.MetadataCode, migration.MigrationId)),
            ["AttestoDbContextModelSnapshot.cs"] = finish(Neutral(migration.SnapshotCode, migration.MigrationId)),
        };
    }

    private static string Neutral(string code, string id)
    {
        var neutral = ColumnTypes().Replace(code.ReplaceLineEndings("\n"), "").Replace(id, Id, StringComparison.Ordinal);
        neutral = neutral.Replace("Attesto.EntityFrameworkCore.Tests", "HostNamespace.Data", StringComparison.Ordinal);
        return TrailingSpace().Replace(neutral.TrimStart('\uFEFF'), "").TrimEnd() + "\n";
    }

    // In a migration `type: "TEXT", `; in a snapshot a call on a line of its own, or the last of its chain.
    [GeneratedRegex("""type: "[A-Z]+", |\n *\.HasColumnType\("[A-Z]+"\)""")]
    private static partial Regex ColumnTypes();

    [GeneratedRegex("[ \t]+(?=\n)")]
    private static partial Regex TrailingSpace();

    /// <summary>Named like the template's, but without a snapshot, so that the whole schema is scaffolded.</summary>
    internal sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto("table_prefix_");
    }

    internal static class People
    {
        /// <summary>Likewise.</summary>
        internal sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : IdentityDbContext<ApplicationUser>(options)
        {
            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                base.OnModelCreating(modelBuilder);
                modelBuilder.UsePeople();
                modelBuilder.UseAttesto("table_prefix_");
            }
        }
    }
}
