using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

/// <summary>The tables of the authorization server. Add your own beside them, or move the one call into the context that you have.</summary>
public sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : DbContext(options)
{
    /// <summary>Which migrations were applied is kept apart from other contexts of this database, and from a second Attesto in it.</summary>
    public const string MigrationsHistoryTable = $"{TablePrefix}attesto_migrations";

    // The migration in Data/Migrations bears the same prefix.
    private const string TablePrefix = "table_prefix_";

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto(TablePrefix);
}
