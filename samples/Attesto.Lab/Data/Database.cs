using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.Lab.Data;

/// <summary>Which database, and how it comes to its tables.</summary>
internal static class Database
{
    private static readonly string Fresh = Path.Combine(Path.GetTempPath(), $"attesto-lab-{Secret.NewId()}.db");

    public static void Configure(DbContextOptionsBuilder options, LabDatabase? database)
    {
        // The tables' migration leaves column types to the provider, so its snapshot never matches one provider's model to the letter.
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        switch (database?.Provider)
        {
            case "postgres":
                options.UseNpgsql(database.ConnectionString);
                break;
            case "sqlserver":
                options.UseSqlServer(database.ConnectionString!);
                break;
            default:
                options.UseSqlite(database?.ConnectionString ?? $"Data Source={Fresh}");
                break;
        }
    }

    public static async Task MigrateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        DbContext?[] contexts = [scope.ServiceProvider.GetService<AttestoDbContext>(), scope.ServiceProvider.GetService<LabDbContext>()];
        foreach (var context in contexts.OfType<DbContext>())
        {
            await context.Database.MigrateAsync();
        }
    }
}
