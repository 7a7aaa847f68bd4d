using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>A tombstone. A family is revoked while its tombstone stands, whatever tokens it has or gets: that makes revocation sticky.</summary>
internal sealed class RevokedFamilyRow
{
    public TokenHash FamilyHash { get; set; }

    public DateTime RevokedAt { get; set; }

    /// <summary>From when on it may be swept, unless a token of the family is still there.</summary>
    public DateTime KeepUntil { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables) =>
        model.AddTable<RevokedFamilyRow>(tables.Of("revoked_families"), row => row.FamilyHash).AddIndex(row => row.KeepUntil);
}
