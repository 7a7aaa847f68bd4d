using System.Collections.Concurrent;

namespace Attesto.Outbound;

/// <summary>Fetches key sets through the guarded client and keeps them as long as their responses allow, between 5 minutes and a day (RFC 9111 §4.2).</summary>
/// <param name="outbound">The way out.</param>
/// <param name="clock">The clock.</param>
internal sealed class RemoteKeys(IOutboundClient outbound, TimeProvider clock) : IRemoteKeys
{
    private const int MaxSets = 1024;
    private const int MaxLength = 16_384;

    private static readonly TimeSpan MinLifetime = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(86_400);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(60); // an invented kid must not make us call somebody's server at will
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, KnownSet> _sets = new(StringComparer.Ordinal);
    private readonly SingleFlight<KnownSet> _flights = new();

    /// <inheritdoc/>
    public async ValueTask<JwkSet?> FindAsync(string jwksUri, string? keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jwksUri);
        var now = clock.GetUtcNow();
        var known = _sets.GetValueOrDefault(jwksUri);
        if (known is not null && (known.HoldsAt(now, keyId) || known.RetryAt > now))
        {
            return known.KeysAt(now);
        }

        return (await _flights.RunAsync(jwksUri, () => FetchAsync(jwksUri), cancellationToken)).KeysAt(now);
    }

    private async Task<KnownSet> FetchAsync(string jwksUri)
    {
        var request = new OutboundRequest(jwksUri) { Accept = "application/jwk-set+json, application/json", MaxBodyLength = MaxLength };
        var answer = await outbound.SendAsync(request, CancellationToken.None);
        var now = clock.GetUtcNow();
        var known = answer is OutboundAnswer.Answered { Status: 200 } answered && JwkSet.TryParse(answered.Body.Span, out var keys)
            ? new KnownSet(keys, now + Clamp(answered.FreshFor), now + RefreshInterval)
            : (_sets.GetValueOrDefault(jwksUri) ?? new KnownSet(null, now, now)) with { RetryAt = now + RetryInterval };
        Keep(jwksUri, known);
        return known;
    }

    private static TimeSpan Clamp(TimeSpan? freshFor) =>
        freshFor is not { } span || span < MinLifetime ? MinLifetime : span > MaxLifetime ? MaxLifetime : span;

    private void Keep(string jwksUri, KnownSet known)
    {
        _sets[jwksUri] = known;
        if (_sets.Count > MaxSets)
        {
            _sets.TryRemove(_sets.MinBy(set => set.Value.ExpiresAt).Key, out _);
        }
    }

    private sealed record KnownSet(JwkSet? Keys, DateTimeOffset ExpiresAt, DateTimeOffset RetryAt)
    {
        public JwkSet? KeysAt(DateTimeOffset now) => ExpiresAt > now ? Keys : null;

        public bool HoldsAt(DateTimeOffset now, string? keyId) =>
            KeysAt(now) is { } keys && (keyId is null || keys.Keys.Any(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal)));
    }
}
