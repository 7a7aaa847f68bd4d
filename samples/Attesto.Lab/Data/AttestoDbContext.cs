using Microsoft.EntityFrameworkCore;

namespace Attesto.Lab.Data;

/// <summary>The tables of the authorization server, under the prefix that lab.json names.</summary>
public sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto(TablePrefix.Value);
}
