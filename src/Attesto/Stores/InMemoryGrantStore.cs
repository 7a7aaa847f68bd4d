namespace Attesto.Stores;

/// <summary>Grants in the memory of one process: for tests and for a single node that may forget. A list looks through all of them.</summary>
/// <param name="clock">Tells when, and which grants are over.</param>
internal sealed class InMemoryGrantStore(TimeProvider clock) : IGrantStore
{
    private readonly ExpiringTable<GrantId, Grant> _grants = new(clock, grant => grant.KeepUntil);

    /// <inheritdoc/>
    public Task AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        Add(grant);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken) => Task.FromResult(_grants.Find(id));

    /// <inheritdoc/>
    public Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken)
    {
        filter.ThrowIfEmpty();
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var now = clock.GetUtcNow();
        var found = _grants.Where(grant => filter.Matches(grant.Authorization) && grant.RevokedAt is null && grant.ExpiresAt > now && !(grant.EndsAt <= now))
            .Where(grant => after is null || (grant.CreatedAt, grant.Id.Value).CompareTo((after.CreatedAt, after.Id.Value)) < 0)
            .OrderByDescending(grant => (grant.CreatedAt, grant.Id.Value))
            .Take(size + 1)
            .ToList();
        return Task.FromResult(GrantPage.Of(found, size));
    }

    /// <inheritdoc/>
    public Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken) => Change(id, rotation.Generation, (grant, state) => grant with
    {
        DpopJkt = rotation.DpopJkt,
        CertificateThumbprint = rotation.CertificateThumbprint,
        LastUsedAt = clock.GetUtcNow(),
        ExpiresAt = rotation.ExpiresAt,
        KeepUntil = rotation.KeepUntil,
        RefreshToken = new RefreshTokenState(state.Family, state.Generation + 1, rotation.Successor)
        {
            Previous = state.Current,
            RotatedAt = clock.GetUtcNow(),
            ProtectedSuccessor = rotation.ProtectedSuccessor,
        },
    });

    /// <inheritdoc/>
    public Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
        Change(id, generation, (grant, _) => grant with { LastUsedAt = clock.GetUtcNow(), ExpiresAt = expiresAt, KeepUntil = keepUntil });

    /// <inheritdoc/>
    public Task<bool> RevokeAsync(GrantId id, CancellationToken cancellationToken) => Task.FromResult(Revoke(id));

    /// <inheritdoc/>
    public Task<int> RevokeAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        filter.ThrowIfEmpty();
        return Task.FromResult(_grants.Where(grant => filter.Matches(grant.Authorization)).Count(grant => Revoke(grant.Id)));
    }

    internal void Add(Grant grant)
    {
        if (!_grants.TryAdd(grant.Id, grant))
        {
            throw new InvalidOperationException("the grant exists");
        }
    }

    private bool Revoke(GrantId id) => _grants.TryChange(id, grant => grant.RevokedAt is null ? Revoked(grant) : null);

    private Grant Revoked(Grant grant) => grant with
    {
        RevokedAt = clock.GetUtcNow(),
        RefreshToken = grant.RefreshToken is { } state ? state with { ProtectedSuccessor = null } : null,
    };

    private Task<bool> Change(GrantId id, int generation, Func<Grant, RefreshTokenState, Grant> change) => Task.FromResult(
        _grants.TryChange(id, grant => grant is { RevokedAt: null, RefreshToken: { } state } && state.Generation == generation ? change(grant, state) : null));
}
