using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>A table that is swept: by which indexed column, and what keeps a row all the same.</summary>
/// <param name="Row">The row type.</param>
/// <param name="Key">The key property.</param>
/// <param name="Expiry">The property that says from when on a row is not needed.</param>
/// <param name="Unless">A query that finds what still needs the row, or null.</param>
internal sealed record SweptTable(Type Row, string Key, string Expiry, FormattableString? Unless = null)
{
    /// <summary>Every table but the data-protection keys, which decide themselves when they are done.</summary>
    public static IReadOnlyList<SweptTable> All { get; } =
    [
        new(typeof(AuthorizationCodeRow), nameof(AuthorizationCodeRow.Hash), nameof(AuthorizationCodeRow.KeepUntil)),
        new(typeof(RefreshTokenRow), nameof(RefreshTokenRow.Hash), nameof(RefreshTokenRow.ExpiresAt)),
        new(
            typeof(RevokedFamilyRow),
            nameof(RevokedFamilyRow.FamilyHash),
            nameof(RevokedFamilyRow.KeepUntil),
            $"SELECT 1 FROM {Table.Of<RefreshTokenRow>()} AS member WHERE member.family_hash = {Table.Of<RevokedFamilyRow>()}.family_hash"),
        new(typeof(RevokedAccessTokenRow), nameof(RevokedAccessTokenRow.Hash), nameof(RevokedAccessTokenRow.ExpiresAt)),
        new(typeof(DeviceCodeRow), nameof(DeviceCodeRow.Hash), nameof(DeviceCodeRow.ExpiresAt)),
        new(typeof(PushedRequestRow), nameof(PushedRequestRow.Hash), nameof(PushedRequestRow.ExpiresAt)),
        new(typeof(ConsentGrantRow), nameof(ConsentGrantRow.Hash), nameof(ConsentGrantRow.ExpiresAt)),
        new(typeof(LogoutSessionRow), nameof(LogoutSessionRow.Hash), nameof(LogoutSessionRow.ExpiresAt)),
        new(typeof(ReplayRow), nameof(ReplayRow.Hash), nameof(ReplayRow.ExpiresAt)),
        new(typeof(DpopNonceRow), nameof(DpopNonceRow.Hash), nameof(DpopNonceRow.ExpiresAt)),
        new(typeof(ClientMetadataRow), nameof(ClientMetadataRow.Hash), nameof(ClientMetadataRow.ExpiresAt)),
        new(typeof(RegisteredClientRow), nameof(RegisteredClientRow.Hash), nameof(RegisteredClientRow.ExpiresAt)),
    ];

    /// <summary>Deletes the oldest rows that expired before an instant, at most one batch. Rows that another node is sweeping are passed over.</summary>
    public FormattableString Batch(DbContext context, DateTime before, int size)
    {
        var (table, key, expiry) = (new Table(Row), Name(Key), Name(Expiry));
        FormattableString expired = Unless is null ? (FormattableString)$"{expiry} < {before}" : $"{expiry} < {before} AND NOT EXISTS ({Unless})";
        return Dialect.Of(context).DeleteFirst(table, key, expired, expiry, size);
    }

    private static FormattableString Name(string property) => FormattableStringFactory.Create(RowConfiguration.ColumnOf(property));
}
