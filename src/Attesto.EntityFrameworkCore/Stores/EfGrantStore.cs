using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Grants in the host's database. Every change is one conditional UPDATE, which is the lock: of N racing calls one changes the row.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfGrantStore<TContext>(TContext context, TimeProvider clock) : IGrantStore
    where TContext : DbContext
{
    private static readonly CompiledQuery<TContext, Guid, GrantRow?> ById =
        new((context, id, cancellationToken) => context.Set<GrantRow>().AsNoTracking().FirstOrDefault(row => row.GrantId == id));

    /// <inheritdoc/>
    public Task AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return context.InsertAsync(GrantRow.From(grant), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken)
    {
        var row = await ById.RunAsync(context, id.Value, cancellationToken);
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
        var (rotate, now, successor, cipher) = (GrantUpdates<TContext>.Rotate.Of(context), Now, (TokenHash?)rotation.Successor, GrantRow.BytesOf(rotation.ProtectedSuccessor));
        var (expiresAt, keepUntil) = (rotation.ExpiresAt.UtcDateTime, rotation.KeepUntil.UtcDateTime);
        return await context.RunAsync(
            token => rotate(
                context, id.Value, rotation.Generation, successor, cipher, now, expiresAt, keepUntil, rotation.DpopJkt, rotation.CertificateThumbprint, token),
            cancellationToken) == 1
            // Our own change, if the answer to it was lost and it was tried again: nobody else knows this successor.
            || await context.ReadAsync(token => Of(id).AnyAsync(row => row.CurrentHash == successor, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        var (extend, now) = (GrantUpdates<TContext>.Extend.Of(context), Now);
        return await context.RunAsync(token => extend(context, id.Value, generation, now, expiresAt.UtcDateTime, keepUntil.UtcDateTime, token), cancellationToken) == 1;
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
