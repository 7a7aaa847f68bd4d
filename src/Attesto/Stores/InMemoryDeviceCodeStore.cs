namespace Attesto.Stores;

/// <summary>Device codes in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="grants">Where grants live; in the same memory.</param>
/// <param name="clock">The present, for polls and ends.</param>
internal sealed class InMemoryDeviceCodeStore(InMemoryGrantStore grants, TimeProvider clock) : IDeviceCodeStore
{
    private readonly ExpiringTable<TokenHash, StoredDeviceCode> _byUserCode = new(clock, stored => stored.Code.KeepUntil);
    private readonly ExpiringTable<TokenHash, DeviceCode> _byDeviceCode = new(clock, code => code.KeepUntil);

    /// <inheritdoc/>
    public Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken) =>
        Task.FromResult(
            _byUserCode.TryAdd(code.UserCode, new StoredDeviceCode(code, DeviceCodeState.Pending, null))
            && _byDeviceCode.TryAdd(code.Hash, code));

    /// <inheritdoc/>
    public Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(Find(hash));

    /// <inheritdoc/>
    public Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        Task.FromResult(_byUserCode.Find(userCode));

    /// <inheritdoc/>
    public Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Change(hash, stored => stored.PolledAt > now - interval && stored.PolledAt <= now + interval ? null : stored with { PolledAt = now });
    }

    /// <inheritdoc/>
    public Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken) =>
        Decide(userCode, stored => stored with { State = DeviceCodeState.Approved, Authorization = authorization });

    /// <inheritdoc/>
    public Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        Decide(userCode, stored => stored with { State = DeviceCodeState.Denied });

    /// <inheritdoc/>
    public Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken) => Change(
        hash,
        stored =>
        {
            if (stored.State is not DeviceCodeState.Approved)
            {
                return null;
            }

            grants.Add(grant);
            return stored with { State = DeviceCodeState.Redeemed };
        });

    /// <inheritdoc/>
    public Task<int> DenyAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        filter.ThrowIfEmpty();
        var approved = _byUserCode.Where(stored => stored is { State: DeviceCodeState.Approved, Authorization: { } granted } && filter.Matches(granted));
        return Task.FromResult(approved.Count(stored => _byUserCode.TryChange(
            stored.Code.UserCode,
            stored => stored.State is DeviceCodeState.Approved ? stored with { State = DeviceCodeState.Denied } : null)));
    }

    private Task<bool> Decide(TokenHash userCode, Func<StoredDeviceCode, StoredDeviceCode> decision)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(_byUserCode.TryChange(
            userCode,
            stored => stored.State is DeviceCodeState.Pending && stored.Code.ExpiresAt > now ? decision(stored) : null));
    }

    private Task<bool> Change(TokenHash hash, Func<StoredDeviceCode, StoredDeviceCode?> change) =>
        Task.FromResult(Find(hash) is { } stored && _byUserCode.TryChange(stored.Code.UserCode, change));

    private StoredDeviceCode? Find(TokenHash hash) => _byDeviceCode.Find(hash) is { } code ? _byUserCode.Find(code.UserCode) : null;
}
