using Attesto.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

public sealed class AttestoDbContext(DbContextOptions<AttestoDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto("table_prefix_");
}
