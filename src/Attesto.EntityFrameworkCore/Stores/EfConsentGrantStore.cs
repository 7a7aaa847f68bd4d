using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Consent grants in the host's database; the claim is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfConsentGrantStore<TContext>(TContext context, TimeProvider clock) : IConsentGrantStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(ConsentGrant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return context.InsertAsync(ConsentGrantRow.From(grant), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredConsentGrant?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<ConsentGrantRow>(hash, cancellationToken);
        return row?.ToStoredGrant();
    }

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        // The UPDATE is the lock: of N racing claims one changes the row, the others find it claimed.
        var now = clock.GetUtcNow().UtcDateTime;
        var claimed = await context.RunAsync(
            token => Grants.Where(row => row.Hash == hash && row.ClaimedAt == null).ExecuteUpdateAsync(row => row.SetProperty(row => row.ClaimedAt, now), token),
            cancellationToken);
        return claimed == 1;
    }

    private DbSet<ConsentGrantRow> Grants => context.Set<ConsentGrantRow>();
}
