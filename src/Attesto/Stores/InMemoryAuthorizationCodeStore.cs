namespace Attesto.Stores;

/// <summary>Authorization codes in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">Tells which codes may be forgotten.</param>
internal sealed class InMemoryAuthorizationCodeStore(TimeProvider clock) : IAuthorizationCodeStore
{
    private readonly ExpiringTable<TokenHash, StoredCode> _codes = new(clock, stored => stored.AccessTokenExpiresAt ?? stored.Code.ExpiresAt);

    /// <inheritdoc/>
    public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken) =>
        _codes.TryAdd(code.Hash, new StoredCode(code, CodeState.Issued))
            ? Task.CompletedTask
            : throw new InvalidOperationException("the code exists");

    /// <inheritdoc/>
    public Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(_codes.Find(hash));

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(
        _codes.TryChange(hash, stored => stored.State is CodeState.Issued ? stored with { State = CodeState.Claimed } : null));

    /// <inheritdoc/>
    public Task CompleteAsync(TokenHash hash, string accessTokenId, DateTimeOffset accessTokenExpiresAt, CancellationToken cancellationToken)
    {
        _codes.TryChange(hash, stored => stored.State is CodeState.Claimed
            ? stored with { State = CodeState.Redeemed, AccessTokenId = accessTokenId, AccessTokenExpiresAt = accessTokenExpiresAt }
            : null);
        return Task.CompletedTask;
    }
}
