using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Attesto.Lab.Data;

/// <summary>What the lab itself keeps, beside the tables of the authorization server and with a migration of its own.</summary>
public sealed class LabDbContext(DbContextOptions<LabDbContext> options) : DbContext(options)
{
    public DbSet<LabSessionRow> Sessions => Set<LabSessionRow>();

    internal static string Table => TablePrefix.Value + "lab_sessions";

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<LabSessionRow>(session =>
    {
        session.ToTable(Table).HasKey(row => row.SubHash);
        session.Property(row => row.SubHash).HasColumnName("sub_hash").HasMaxLength(64);
        session.Property(row => row.Sid).HasColumnName("sid").HasMaxLength(64);
        session.Property(row => row.AuthTime).HasColumnName("auth_time");
    });
}

/// <summary>A session of somebody's browser.</summary>
public sealed class LabSessionRow
{
    /// <summary>A hash, because not every database tells the case of letters apart.</summary>
    public required string SubHash { get; init; }

    public required string Sid { get; init; }

    /// <summary>In Unix milliseconds, which every database keeps exactly.</summary>
    public required long AuthTime { get; init; }

    public LabSession ToSession() => new(Sid, DateTimeOffset.FromUnixTimeMilliseconds(AuthTime));
}

/// <summary>The table of sessions. It leaves column types to the provider.</summary>
[DbContext(typeof(LabDbContext)), Migration("20260101000001_AddLabSessions")]
public sealed class AddLabSessions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        LabDbContext.Table,
        table => new
        {
            sub_hash = table.Column<string>(maxLength: 64),
            sid = table.Column<string>(maxLength: 64),
            auth_time = table.Column<long>(),
        },
        constraints: table => table.PrimaryKey($"pk_{LabDbContext.Table}", row => row.sub_hash));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(LabDbContext.Table);
}
