using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>A table that is swept, by an indexed column.</summary>
/// <param name="Row">The row type.</param>
/// <param name="Key">The key property.</param>
/// <param name="Expiry">The property that says from when on a row is not needed.</param>
internal abstract record SweptTable(Type Row, string Key, string Expiry)
{
    /// <summary>Every table but those of keys, which decide themselves when they are done, of the host's clients, and of events.</summary>
    public static IReadOnlyList<SweptTable> All { get; } =
    [
        new SweptTable<AuthorizationCodeRow>(nameof(AuthorizationCodeRow.KeepUntil)),
        new SweptGrants(),
        new SweptTable<RevokedAccessTokenRow>(nameof(RevokedAccessTokenRow.ExpiresAt)),
        new SweptTable<DeviceCodeRow>(nameof(DeviceCodeRow.KeepUntil)),
        new SweptTable<PushedRequestRow>(nameof(PushedRequestRow.ExpiresAt)),
        new SweptTable<ConsentGrantRow>(nameof(ConsentGrantRow.ExpiresAt)),
        new SweptTable<ConsentRow>(nameof(ConsentRow.ExpiresAt)),
        new SweptTable<LogoutSessionRow>(nameof(LogoutSessionRow.ExpiresAt)),
        new SweptTable<LogoutNoticeRow>(nameof(LogoutNoticeRow.ExpiresAt), nameof(LogoutNoticeRow.Id)),
        new SweptTable<ServerSideSessionRow>(nameof(ServerSideSessionRow.ExpiresAt)),
        new SweptTable<ReplayRow>(nameof(ReplayRow.ExpiresAt)),
        new SweptTable<DpopNonceRow>(nameof(DpopNonceRow.ExpiresAt)),
        new SweptTable<ClientMetadataRow>(nameof(ClientMetadataRow.ExpiresAt)),
        new SweptTable<RegisteredClientRow>(nameof(RegisteredClientRow.ExpiresAt)),
    ];

    /// <summary>The events, which are swept by when they happened, where the host has said for how long they are kept.</summary>
    public static SweptTable Events { get; } = new SweptTable<EventRow>(nameof(EventRow.OccurredAt), nameof(EventRow.Id));

    /// <summary>The expiry of the oldest row that expires at an instant or after it; null if there is none.</summary>
    public abstract Task<DateTime?> FindOldestAsync(DbContext context, DateTime from, CancellationToken cancellationToken);

    /// <summary>Moves on rows that are due and yet live, at most one batch.</summary>
    /// <returns>How many.</returns>
    public virtual Task<int> PostponeAsync(DbContext context, DateTime before, int size, CancellationToken cancellationToken) => Task.FromResult(0);

    /// <summary>Deletes the oldest rows that expired between two instants, at most one batch. Rows that another node is sweeping are passed over.</summary>
    public FormattableString Batch(DbContext context, DateTime from, DateTime before, int size)
    {
        var (table, key, expiry) = (new Table(Row), Name(Key), Name(Expiry));
        return Dialect.Of(context).DeleteFirst(table, key, Condition($"{expiry} >= {from} AND {expiry} < {before}", before), expiry, size);
    }

    /// <summary>What makes a row that is due one that may go.</summary>
    protected virtual FormattableString Condition(FormattableString due, DateTime before) => due;

    private static FormattableString Name(string property) => FormattableStringFactory.Create(Column.NameOf(property));
}

/// <inheritdoc/>
internal sealed record SweptTable<TRow>(string Expiry, string Key = nameof(ReplayRow.Hash)) : SweptTable(typeof(TRow), Key, Expiry)
    where TRow : class
{
    public override Task<DateTime?> FindOldestAsync(DbContext context, DateTime from, CancellationToken cancellationToken) =>
        context.Set<TRow>().Where(row => EF.Property<DateTime?>(row, Expiry) >= from).MinAsync(row => EF.Property<DateTime?>(row, Expiry), cancellationToken);
}
