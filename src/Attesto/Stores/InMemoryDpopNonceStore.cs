using System.Collections.Concurrent;

namespace Attesto.Stores;

/// <summary>DPoP nonces of one node; a restart forgets them.</summary>
internal sealed class InMemoryDpopNonceStore : IDpopNonceStore
{
    private const int SweepEvery = 1024;

    private readonly ConcurrentDictionary<TokenHash, DateTimeOffset> _nonces = new();
    private int _added;

    /// <inheritdoc/>
    public Task AddAsync(TokenHash nonce, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        _nonces[nonce] = expiresAt;
        Interlocked.Increment(ref _added);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> IsLiveAsync(TokenHash nonce, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _added) >= SweepEvery && Interlocked.Exchange(ref _added, 0) >= SweepEvery)
        {
            foreach (var stored in _nonces)
            {
                if (stored.Value <= now)
                {
                    _nonces.TryRemove(stored);
                }
            }
        }

        return Task.FromResult(_nonces.TryGetValue(nonce, out var expiresAt) && expiresAt > now);
    }
}
