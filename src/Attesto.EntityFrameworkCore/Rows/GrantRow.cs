using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>One grant. A refresh changes no indexed column, so PostgreSQL writes it in place.</summary>
internal sealed class GrantRow : AuthorizationColumns
{
    [MaxLength(Lengths.Identifier)]
    public string? DpopJkt { get; set; }

    [MaxLength(Lengths.Identifier)]
    public string? CertificateThumbprint { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime LastUsedAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    public DateTime? EndsAt { get; set; }

    public DateTime KeepUntil { get; set; }

    public DateTime? RevokedAt { get; set; }

    /// <summary>When the sweeper looks at the row again. Only the sweeper and a revocation move it, never a refresh: it is indexed.</summary>
    public DateTime SweepAt { get; set; }

    public TokenHash? FamilyHash { get; set; }

    public int? Generation { get; set; }

    public TokenHash? CurrentHash { get; set; }

    public TokenHash? PreviousHash { get; set; }

    public DateTime? RotatedAt { get; set; }

    [MaxLength(Lengths.Identifier)]
    public byte[]? ProtectedSuccessor { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<GrantRow>(tables.Of("grants"), row => row.GrantId);
        row.AddIndex(row => row.Subject, row => row.CreatedAt);
        row.AddIndex(row => row.ClientKey, row => row.CreatedAt);
        row.AddIndex(row => row.SessionKey);
        row.AddIndex(row => row.SweepAt);
    }

    public static GrantRow From(Grant grant)
    {
        var row = new GrantRow
        {
            DpopJkt = grant.DpopJkt,
            CertificateThumbprint = grant.CertificateThumbprint,
            CreatedAt = grant.CreatedAt.UtcDateTime,
            LastUsedAt = grant.LastUsedAt.UtcDateTime,
            ExpiresAt = grant.ExpiresAt.UtcDateTime,
            EndsAt = grant.EndsAt?.UtcDateTime,
            KeepUntil = grant.KeepUntil.UtcDateTime,
            RevokedAt = grant.RevokedAt?.UtcDateTime,
            SweepAt = grant.KeepUntil.UtcDateTime,
        };
        row.Set(grant.Authorization);
        if (grant.RefreshToken is { } state)
        {
            row.FamilyHash = state.Family;
            row.Generation = state.Generation;
            row.CurrentHash = state.Current;
            row.PreviousHash = state.Previous;
            row.RotatedAt = state.RotatedAt?.UtcDateTime;
            row.ProtectedSuccessor = BytesOf(state.ProtectedSuccessor);
        }

        return row;
    }

    public Grant ToGrant() => new()
    {
        Authorization = ToAuthorization(),
        DpopJkt = DpopJkt,
        CertificateThumbprint = CertificateThumbprint,
        CreatedAt = new DateTimeOffset(CreatedAt),
        LastUsedAt = new DateTimeOffset(LastUsedAt),
        ExpiresAt = new DateTimeOffset(ExpiresAt),
        EndsAt = ToInstant(EndsAt),
        KeepUntil = new DateTimeOffset(KeepUntil),
        RevokedAt = ToInstant(RevokedAt),
        RefreshToken = (FamilyHash, Generation, CurrentHash) is not ({ } family, { } generation, { } current) ? null : new RefreshTokenState(family, generation, current)
        {
            Previous = PreviousHash,
            RotatedAt = ToInstant(RotatedAt),
            ProtectedSuccessor = ProtectedSuccessor is null ? null : Base64Url.EncodeToString(ProtectedSuccessor),
        },
    };

    public static byte[]? BytesOf(string? cipher) => cipher is null ? null : Base64Url.DecodeFromChars(cipher);
}
