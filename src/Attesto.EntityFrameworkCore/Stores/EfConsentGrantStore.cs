using Attesto.Authorize;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Consent grants in the host's database; the claim is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfConsentGrantStore<TContext>(TContext context, TimeProvider clock) : IConsentGrantStore
    where TContext : DbContext
{
    private static readonly Table Grants = Table.Of<ConsentGrantRow>();

    /// <inheritdoc/>
    public Task AddAsync(ConsentGrant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return context.InsertAsync(ConsentGrantRow.From(grant), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredConsentGrant?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await context.Set<ConsentGrantRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash.Value, cancellationToken);
        return row?.ToStoredGrant();
    }

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var claimed = await context.ExecuteAsync(
            $"UPDATE {Grants} SET claimed_at = {clock.GetUtcNow().UtcDateTime} WHERE hash = {hash.Value} AND claimed_at IS NULL",
            cancellationToken);
        return claimed == 1;
    }
}
