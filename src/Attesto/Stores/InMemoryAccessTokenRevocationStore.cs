namespace Attesto.Stores;

/// <summary>Revoked access tokens in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">Tells which records may be forgotten.</param>
internal sealed class InMemoryAccessTokenRevocationStore(TimeProvider clock) : IAccessTokenRevocationStore
{
    private readonly ExpiringTable<string, Revoked> _revoked = new(clock, revoked => revoked.Until);

    /// <inheritdoc/>
    public Task RevokeAsync(string accessTokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        _revoked.TryAdd(accessTokenId, new Revoked(expiresAt));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> IsRevokedAsync(string accessTokenId, CancellationToken cancellationToken) =>
        Task.FromResult(_revoked.Find(accessTokenId) is not null);

    private sealed record Revoked(DateTimeOffset Until);
}
