using System.Collections.Immutable;

namespace Attesto.Stores;

/// <summary>Signing keys of one node; a restart makes new ones.</summary>
/// <param name="clock">The clock.</param>
internal sealed class InMemorySigningKeyStore(TimeProvider clock) : ISigningKeyStore
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<string, StoredSigningKey> _keys = ImmutableDictionary.Create<string, StoredSigningKey>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<SigningKeySet> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new SigningKeySet([.. _keys.Values], clock.GetUtcNow()));

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(ImmutableArray<StoredSigningKey> keys, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (clock.GetUtcNow() > notAfter || keys.Any(key => _keys.Values.Any(other => (other.Algorithm, other.Number) == (key.Algorithm, key.Number))))
            {
                return Task.FromResult(false);
            }

            _keys = _keys.AddRange(keys.Select(key => KeyValuePair.Create(key.KeyId, key)));
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> ActivateAsync(string keyId, DateTimeOffset signsFrom, CancellationToken cancellationToken) =>
        ChangeAsync(keyId, key => key.RetiredAt is null && key.SignsFrom > signsFrom, key => key with { SignsFrom = signsFrom });

    /// <inheritdoc/>
    public Task<bool> RetireAsync(string keyId, DateTimeOffset retiredAt, bool evenIfItSigns, CancellationToken cancellationToken) => ChangeAsync(
        keyId,
        key => key.RetiredAt is null && (evenIfItSigns || key.SignsFrom > retiredAt || _keys.Values.Any(other =>
            other.Algorithm == key.Algorithm && other.Number > key.Number && other.SignsFrom <= retiredAt && other.RetiredAt is null)),
        key => key with { RetiredAt = retiredAt });

    /// <inheritdoc/>
    public Task RemoveAsync(string keyId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _keys = _keys.Remove(keyId);
            return Task.CompletedTask;
        }
    }

    private Task<bool> ChangeAsync(string keyId, Func<StoredSigningKey, bool> may, Func<StoredSigningKey, StoredSigningKey> change)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(keyId, out var key) || !may(key))
            {
                return Task.FromResult(false);
            }

            _keys = _keys.SetItem(keyId, change(key));
            return Task.FromResult(true);
        }
    }
}
