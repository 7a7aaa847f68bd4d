using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>A host's context, with a table of its own beside ours.</summary>
internal sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
{
    public DbSet<HostRow> HostRows => Set<HostRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseAttesto("acme_");
}

internal sealed class HostRow
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
