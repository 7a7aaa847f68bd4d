using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Attesto.EntityFrameworkCore;

/// <summary>Lets the key ring of this node be read again at once, instead of a day later, when a key is met that another node has made.</summary>
internal sealed class SharedKeyRing(IKeyManager inner) : IKeyManager, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); // whoever makes up key identifiers cannot make this node read all the time

    private readonly Lock _lock = new();
    private CancellationTokenSource _expiry = new();
    private long _readAgainAt;

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => inner.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => inner.RevokeAllKeys(revocationDate, reason);

    public void RevokeKey(Guid keyId, string? reason = null) => inner.RevokeKey(keyId, reason);

    public CancellationToken GetCacheExpirationToken()
    {
        lock (_lock)
        {
            return CancellationTokenSource.CreateLinkedTokenSource(inner.GetCacheExpirationToken(), _expiry.Token).Token;
        }
    }

    /// <summary>Lets the ring be read again when it is used next.</summary>
    /// <returns>False if that was a moment ago.</returns>
    public bool Expire()
    {
        CancellationTokenSource expired;
        lock (_lock)
        {
            if (Environment.TickCount64 < _readAgainAt)
            {
                return false;
            }

            _readAgainAt = Environment.TickCount64 + (long)Pause.TotalMilliseconds;
            (expired, _expiry) = (_expiry, new CancellationTokenSource());
        }

        expired.Cancel();
        expired.Dispose();
        return true;
    }

    public void Dispose() => _expiry.Dispose();
}
