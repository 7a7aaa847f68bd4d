using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

/// <summary>The tables of the authorization server. Add your own beside them, or move the one call into the context that you have.</summary>
public sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : DbContext(options)
{
    // The migration in Data/Migrations bears the same prefix.
    private const string TablePrefix = "table_prefix_";

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto(TablePrefix);
}
