namespace Attesto.EntityFrameworkCore;

/// <summary>What a use of a grant changes. No row is changed but the one whose newest refresh token was used, and that is not revoked.</summary>
internal static class GrantUpdates
{
    public static PerModel<Statement> Rotate { get; } = StatementBuilder.For<GrantRow>(row => $"""
        UPDATE {row.TableName}
        SET {row[nameof(GrantRow.Generation)]} = {row[nameof(GrantRow.Generation)]} + 1,
            {row[nameof(GrantRow.PreviousHash)]} = {row[nameof(GrantRow.CurrentHash)]},
            {row.Set(
                nameof(GrantRow.CurrentHash), nameof(GrantRow.ProtectedSuccessor), nameof(GrantRow.RotatedAt), nameof(GrantRow.LastUsedAt),
                nameof(GrantRow.ExpiresAt), nameof(GrantRow.KeepUntil), nameof(GrantRow.DpopJkt), nameof(GrantRow.CertificateThumbprint))}
        WHERE {InUse(row)}
        """);

    public static PerModel<Statement> Extend { get; } = StatementBuilder.For<GrantRow>(row => $"""
        UPDATE {row.TableName}
        SET {row.Set(nameof(GrantRow.LastUsedAt), nameof(GrantRow.ExpiresAt), nameof(GrantRow.KeepUntil))}
        WHERE {InUse(row)}
        """);

    private static string InUse(StatementBuilder row) =>
        $"{row.Are(nameof(GrantRow.GrantId), nameof(GrantRow.Generation))} AND {row.AreNull(nameof(GrantRow.RevokedAt))}";
}
