#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
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
