using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

/// <summary>People and the authorization server, in one database and one set of migrations.</summary>
public sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : IdentityDbContext<ApplicationUser>(options)
{
    /// <summary>Which migrations were applied is kept apart from other contexts of this database, and from a second Attesto in it.</summary>
    public const string MigrationsHistoryTable = $"{TablePrefix}attesto_migrations";

    // The migration in Data/Migrations bears the same prefix; the tables of ASP.NET Core Identity have their usual names.
    private const string TablePrefix = "table_prefix_";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.UsePeople();
        modelBuilder.UseAttesto(TablePrefix);
    }
}
