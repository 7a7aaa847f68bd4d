using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>A table that is swept: by which indexed column, and what keeps a row all the same.</summary>
/// <param name="Row">The row type.</param>
/// <param name="Key">The key property.</param>
/// <param name="Expiry">The property that says from when on a row is not needed.</param>
/// <param name="Unless">A query that finds what still needs the row, or null.</param>
internal abstract record SweptTable(Type Row, string Key, string Expiry, FormattableString? Unless)
{
    /// <summary>Every table but the data-protection keys, which decide themselves when they are done.</summary>
    public static IReadOnlyList<SweptTable> All { get; } =
    [
        new SweptTable<AuthorizationCodeRow>(nameof(AuthorizationCodeRow.KeepUntil)),
        new SweptTable<RefreshTokenRow>(nameof(RefreshTokenRow.ExpiresAt)),
        new SweptTable<RevokedFamilyRow>(
            nameof(RevokedFamilyRow.KeepUntil),
            nameof(RevokedFamilyRow.FamilyHash),
            $"SELECT 1 FROM {Table.Of<RefreshTokenRow>()} AS member WHERE member.family_hash = {Table.Of<RevokedFamilyRow>()}.family_hash"),
        new SweptTable<RevokedAccessTokenRow>(nameof(RevokedAccessTokenRow.ExpiresAt)),
        new SweptTable<DeviceCodeRow>(nameof(DeviceCodeRow.KeepUntil)),
        new SweptTable<PushedRequestRow>(nameof(PushedRequestRow.ExpiresAt)),
        new SweptTable<ConsentGrantRow>(nameof(ConsentGrantRow.ExpiresAt)),
        new SweptTable<LogoutSessionRow>(nameof(LogoutSessionRow.ExpiresAt)),
        new SweptTable<ServerSideSessionRow>(nameof(ServerSideSessionRow.ExpiresAt)),
        new SweptTable<ReplayRow>(nameof(ReplayRow.ExpiresAt)),
        new SweptTable<DpopNonceRow>(nameof(DpopNonceRow.ExpiresAt)),
        new SweptTable<ClientMetadataRow>(nameof(ClientMetadataRow.ExpiresAt)),
        new SweptTable<RegisteredClientRow>(nameof(RegisteredClientRow.ExpiresAt)),
    ];

    /// <summary>The expiry of the oldest row that expires at an instant or after it; null if there is none.</summary>
    public abstract Task<DateTime?> FindOldestAsync(DbContext context, DateTime from, CancellationToken cancellationToken);

    /// <summary>Deletes the oldest rows that expired between two instants, at most one batch. Rows that another node is sweeping are passed over.</summary>
    public FormattableString Batch(DbContext context, DateTime from, DateTime before, int size)
    {
        var (table, key, expiry) = (new Table(Row), Name(Key), Name(Expiry));
        FormattableString expired = $"{expiry} >= {from} AND {expiry} < {before}";
        return Dialect.Of(context).DeleteFirst(table, key, Unless is null ? expired : $"{expired} AND NOT EXISTS ({Unless})", expiry, size);
    }

    private static FormattableString Name(string property) => FormattableStringFactory.Create(Column.NameOf(property));
}

/// <inheritdoc/>
internal sealed record SweptTable<TRow>(string Expiry, string Key = nameof(ReplayRow.Hash), FormattableString? Unless = null) : SweptTable(typeof(TRow), Key, Expiry, Unless)
    where TRow : class
{
    public override Task<DateTime?> FindOldestAsync(DbContext context, DateTime from, CancellationToken cancellationToken) =>
        context.Set<TRow>().Where(row => EF.Property<DateTime?>(row, Expiry) >= from).MinAsync(row => EF.Property<DateTime?>(row, Expiry), cancellationToken);
}
