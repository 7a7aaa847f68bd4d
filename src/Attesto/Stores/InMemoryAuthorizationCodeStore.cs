namespace Attesto.Stores;

/// <summary>Authorization codes in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="grants">Where grants live; in the same memory.</param>
/// <param name="clock">Tells which codes may be forgotten.</param>
internal sealed class InMemoryAuthorizationCodeStore(InMemoryGrantStore grants, TimeProvider clock) : IAuthorizationCodeStore
{
    private readonly ExpiringTable<TokenHash, StoredCode> _codes = new(clock, stored => stored.Code.KeepUntil);

    /// <inheritdoc/>
    public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken) =>
        _codes.TryAdd(code.Hash, new StoredCode(code, CodeState.Issued))
            ? Task.CompletedTask
            : throw new InvalidOperationException("the code exists");

    /// <inheritdoc/>
    public Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(_codes.Find(hash));

    /// <inheritdoc/>
    public Task<bool> SpendAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(
        _codes.TryChange(hash, stored => stored.State is CodeState.Issued ? stored with { State = CodeState.Spent } : null));

    /// <inheritdoc/>
    public async Task<int> SpendAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        filter.ThrowIfEmpty();
        var spent = 0;
        foreach (var stored in _codes.Where(stored => filter.Matches(stored.Code.Authorization)))
        {
            spent += await SpendAsync(stored.Code.Hash, cancellationToken) ? 1 : 0;
        }

        return spent;
    }

    /// <inheritdoc/>
    public Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken) => Task.FromResult(
        _codes.TryChange(hash, stored =>
        {
            if (stored.State is not CodeState.Issued)
            {
                return null;
            }

            grants.Add(grant); // before anybody sees the code redeemed
            return stored with { State = CodeState.Redeemed };
        }));
}
