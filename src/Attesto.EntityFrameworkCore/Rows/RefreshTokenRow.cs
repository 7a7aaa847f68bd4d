using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class RefreshTokenRow : AuthorizationColumns
{
    public TokenHash Hash { get; set; }

    /// <summary>The family's identifier as a key that every collation compares alike.</summary>
    public TokenHash FamilyHash { get; set; }

    public string? DpopJkt { get; set; }

    public string? CertificateThumbprint { get; set; }

    public DateTime ExpiresAt { get; set; }

    public DateTime FamilyStartedAt { get; set; }

    public DateTime? RotatedAt { get; set; }

    public TokenHash? SuccessorHash { get; set; }

    public string? SuccessorScope { get; set; }

    public string? SuccessorResources { get; set; }

    public string? ProtectedSuccessor { get; set; }

    public static void Configure(ModelBuilder model, TableNames tables)
    {
        var row = model.AddTable<RefreshTokenRow>(tables.Of("refresh_tokens"), row => row.Hash);
        row.AddIndex(row => row.FamilyHash);
        row.AddIndex(row => row.ExpiresAt);
    }

    public static RefreshTokenRow From(RefreshToken token)
    {
        var row = new RefreshTokenRow
        {
            Hash = token.Hash,
            FamilyHash = TokenHash.Of(token.Authorization.FamilyId),
            DpopJkt = token.DpopJkt,
            CertificateThumbprint = token.CertificateThumbprint,
            ExpiresAt = token.ExpiresAt.UtcDateTime,
            FamilyStartedAt = token.FamilyStartedAt.UtcDateTime,
        };
        row.Set(token.Authorization);
        return row;
    }

    public RefreshToken ToToken() => new()
    {
        Hash = Hash,
        Authorization = ToAuthorization(),
        DpopJkt = DpopJkt,
        CertificateThumbprint = CertificateThumbprint,
        ExpiresAt = new DateTimeOffset(ExpiresAt),
        FamilyStartedAt = new DateTimeOffset(FamilyStartedAt),
    };

    public Rotation? ToRotation(bool successorSpent) => RotatedAt is not { } at ? null :
        new Rotation(new DateTimeOffset(at), ToScope(SuccessorScope ?? ""), ProtectedSuccessor, successorSpent)
        {
            SuccessorResources = FromJson(SuccessorResources ?? "[]"),
        };
}
