using Attesto.Authorize;
using Attesto.Grants;

namespace Attesto.Stores;

/// <summary>Device codes in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The present, for polls and ends.</param>
public sealed class InMemoryDeviceCodeStore(TimeProvider clock) : IDeviceCodeStore
{
    private readonly ExpiringTable<TokenHash, Row> _byUserCode = new(clock, row => row.Stored.Code.ExpiresAt);
    private readonly ExpiringTable<TokenHash, DeviceCode> _byDeviceCode = new(clock, code => code.ExpiresAt);

    /// <inheritdoc/>
    public Task<bool> AddAsync(DeviceCode code, CancellationToken cancellationToken) =>
        Task.FromResult(
            _byUserCode.TryAdd(code.UserCode, new Row(new StoredDeviceCode(code, DeviceCodeState.Pending, null), null))
            && _byDeviceCode.TryAdd(code.Hash, code));

    /// <inheritdoc/>
    public Task<StoredDeviceCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => Task.FromResult(Find(hash)?.Stored);

    /// <inheritdoc/>
    public Task<StoredDeviceCode?> FindByUserCodeAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        Task.FromResult(_byUserCode.Find(userCode)?.Stored);

    /// <inheritdoc/>
    public Task<bool> PollAsync(TokenHash hash, TimeSpan interval, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Change(hash, row => row.PolledAt > now - interval && row.PolledAt <= now + interval ? null : row with { PolledAt = now });
    }

    /// <inheritdoc/>
    public Task<bool> ApproveAsync(TokenHash userCode, Authorization authorization, CancellationToken cancellationToken) =>
        Decide(userCode, stored => stored with { State = DeviceCodeState.Approved, Authorization = authorization });

    /// <inheritdoc/>
    public Task<bool> DenyAsync(TokenHash userCode, CancellationToken cancellationToken) =>
        Decide(userCode, stored => stored with { State = DeviceCodeState.Denied });

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken) => Change(
        hash,
        row => row.Stored.State is DeviceCodeState.Approved ? row with { Stored = row.Stored with { State = DeviceCodeState.Claimed } } : null);

    private Task<bool> Decide(TokenHash userCode, Func<StoredDeviceCode, StoredDeviceCode> decision)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult(_byUserCode.TryChange(
            userCode,
            row => row.Stored.State is DeviceCodeState.Pending && row.Stored.Code.ExpiresAt > now ? row with { Stored = decision(row.Stored) } : null));
    }

    private Task<bool> Change(TokenHash hash, Func<Row, Row?> change) =>
        Task.FromResult(Find(hash) is { } row && _byUserCode.TryChange(row.Stored.Code.UserCode, change));

    private Row? Find(TokenHash hash) => _byDeviceCode.Find(hash) is { } code ? _byUserCode.Find(code.UserCode) : null;

    private sealed record Row(StoredDeviceCode Stored, DateTimeOffset? PolledAt);
}
