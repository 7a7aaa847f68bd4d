namespace Attesto.Stores;

/// <summary>Consent grants in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The present, for the sweep.</param>
internal sealed class InMemoryConsentGrantStore(TimeProvider clock) : IConsentGrantStore
{
    private readonly ExpiringTable<TokenHash, StoredConsentGrant> _grants = new(clock, stored => stored.Grant.ExpiresAt);

    /// <inheritdoc/>
    public Task AddAsync(ConsentGrant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return _grants.TryAdd(grant.Hash, new StoredConsentGrant(grant, IsConsumed: false))
            ? Task.CompletedTask
            : throw new InvalidOperationException("the consent grant exists");
    }

    /// <inheritdoc/>
    public Task<StoredConsentGrant?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(_grants.Find(hash));

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken) =>
        Task.FromResult(_grants.TryChange(hash, stored => stored.IsConsumed ? null : stored with { IsConsumed = true }));
}
