using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Grants in the host's database. Every change is one conditional UPDATE, which is the lock: of N racing calls one changes the row.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfGrantStore<TContext>(TContext context, TimeProvider clock) : IGrantStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return context.InsertAsync(GrantRow.From(grant), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<GrantRow>(id.Value, cancellationToken);
        return row?.ToGrant();
    }

    /// <inheritdoc/>
    public async Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var now = Now;
        var living = context.Set<GrantRow>().Matching(filter).Where(row => row.RevokedAt == null && row.ExpiresAt > now);
        if (after is not null)
        {
            var (createdAt, id) = (after.CreatedAt.UtcDateTime, after.Id.Value);
            living = living.Where(row => row.CreatedAt < createdAt || (row.CreatedAt == createdAt && row.GrantId < id));
        }

        var page = living.AsNoTracking().OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.GrantId).Take(size + 1);
        var rows = await context.ReadAsync(page.ToListAsync, cancellationToken);
        return GrantPage.Of([.. rows.Select(row => row.ToGrant())], size);
    }

    /// <inheritdoc/>
    public async Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        var (rotate, now, successor) = (GrantUpdates.Rotate.Of(context), Now, (TokenHash?)rotation.Successor);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(GrantRow.GrantId)] = id.Value,
            [nameof(GrantRow.Generation)] = rotation.Generation,
            [nameof(GrantRow.CurrentHash)] = successor,
            [nameof(GrantRow.ProtectedSuccessor)] = GrantRow.BytesOf(rotation.ProtectedSuccessor),
            [nameof(GrantRow.RotatedAt)] = now,
            [nameof(GrantRow.LastUsedAt)] = now,
            [nameof(GrantRow.ExpiresAt)] = rotation.ExpiresAt.UtcDateTime,
            [nameof(GrantRow.KeepUntil)] = rotation.KeepUntil.UtcDateTime,
            [nameof(GrantRow.DpopJkt)] = rotation.DpopJkt,
            [nameof(GrantRow.CertificateThumbprint)] = rotation.CertificateThumbprint,
        };
        return await context.RunAsync(token => rotate.ExecuteAsync(context, values, token), cancellationToken) == 1
            // Our own change, if the answer to it was lost and it was tried again: nobody else knows this successor.
            || await context.ReadAsync(token => Of(id).AnyAsync(row => row.CurrentHash == successor, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        var extend = GrantUpdates.Extend.Of(context);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(GrantRow.GrantId)] = id.Value,
            [nameof(GrantRow.Generation)] = generation,
            [nameof(GrantRow.LastUsedAt)] = Now,
            [nameof(GrantRow.ExpiresAt)] = expiresAt.UtcDateTime,
            [nameof(GrantRow.KeepUntil)] = keepUntil.UtcDateTime,
        };
        return await context.RunAsync(token => extend.ExecuteAsync(context, values, token), cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(GrantId id, CancellationToken cancellationToken) => await RevokeAsync(Of(id), cancellationToken) > 0;

    /// <inheritdoc/>
    public Task<int> RevokeAsync(GrantFilter filter, CancellationToken cancellationToken) => RevokeAsync(context.Set<GrantRow>().Matching(filter), cancellationToken);

    private Task<int> RevokeAsync(IQueryable<GrantRow> rows, CancellationToken cancellationToken)
    {
        var now = Now;
        return context.RunAsync(
            token => rows.Where(row => row.RevokedAt == null).ExecuteUpdateAsync(
                row => row.SetProperty(row => row.RevokedAt, now).SetProperty(row => row.SweepAt, now).SetProperty(row => row.ProtectedSuccessor, (byte[]?)null), token),
            cancellationToken);
    }

    private IQueryable<GrantRow> Of(GrantId id)
    {
        var value = id.Value;
        return context.Set<GrantRow>().Where(row => row.GrantId == value);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
