using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

/// <summary>What the tables of people need so that one migration serves SQLite, SQL Server and PostgreSQL.</summary>
internal static class PeopleModel
{
    /// <summary>The longest key of another provider; SQL Server indexes no more. Longer ones are kept as a hash.</summary>
    public const int LongestKey = 128;

    public static void UsePeople(this ModelBuilder modelBuilder)
    {
        // SQL Server would filter these two, and no other database.
        modelBuilder.Entity<ApplicationUser>().HasIndex(user => user.NormalizedUserName).IsUnique().HasFilter(null);
        modelBuilder.Entity<IdentityRole>().HasIndex(role => role.NormalizedName).IsUnique().HasFilter(null);
        modelBuilder.Entity<IdentityUserLogin<string>>().Property(login => login.LoginProvider).HasMaxLength(LongestKey);
        modelBuilder.Entity<IdentityUserLogin<string>>().Property(login => login.ProviderKey).HasMaxLength(LongestKey);
        modelBuilder.Entity<IdentityUserToken<string>>().Property(token => token.LoginProvider).HasMaxLength(LongestKey);
        modelBuilder.Entity<IdentityUserToken<string>>().Property(token => token.Name).HasMaxLength(LongestKey);
    }
}
