using System.Collections.Concurrent;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Outbound;

/// <summary>Fetches key sets through the guarded client and keeps them as long as their responses allow, between 5 minutes and a day (RFC 9111 §4.2). A set that
/// cannot be refreshed stays good for a day after it was fetched: a server that is down for a moment must not make its signatures wrong.</summary>
/// <param name="outbound">The way out.</param>
/// <param name="clock">The clock.</param>
internal sealed class RemoteKeys(IOutboundClient outbound, TimeProvider clock) : IRemoteKeys
{
    private const int MaxSets = 1024;
    private const int MaxLength = 16_384;
    private const int FirstServerError = 500;
    private const int TooManyRequests = 429;

    private static readonly TimeSpan MinLifetime = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(86_400);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(60); // an invented kid must not make us call somebody's server at will
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, KnownSet> _sets = new(StringComparer.Ordinal);
    private readonly SingleFlight<KnownSet> _flights = new();

    /// <inheritdoc/>
    /// <exception cref="RemoteKeysUnavailableException">Their server is away, and no set is known from before.</exception>
    public async ValueTask<JsonWebKeySet?> FindAsync(string jwksUri, string? keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jwksUri);
        var now = clock.GetUtcNow();
        var known = _sets.GetValueOrDefault(jwksUri);
        if (known is null || !(known.HoldsAt(now, keyId) || known.RetryAt > now))
        {
            known = await _flights.RunAsync(jwksUri, () => FetchAsync(jwksUri), cancellationToken);
        }

        return known.KeysAt(now) ?? (known.IsAway ? throw new RemoteKeysUnavailableException(jwksUri) : null);
    }

    private async Task<KnownSet> FetchAsync(string jwksUri)
    {
        var request = new OutboundRequest(jwksUri) { Accept = "application/jwk-set+json, application/json", MaxBodyLength = MaxLength };
        var answer = await outbound.SendAsync(request, CancellationToken.None);
        var now = clock.GetUtcNow();
        var known = answer is OutboundAnswer.Answered { Status: 200 } answered && JsonWebKeyReader.TryReadSet(answered.Body.Span, out var keys)
            ? new KnownSet(keys, now + Clamp(answered.FreshFor), now + MaxLifetime, now + RefreshInterval, IsAway: false)
            : (_sets.GetValueOrDefault(jwksUri) ?? new KnownSet(null, now, now, now, IsAway: false)) with { RetryAt = now + RetryInterval, IsAway = IsTransient(answer) };
        Keep(jwksUri, known);
        return known;
    }

    // What may be otherwise in a moment; anything else is an answer, and there are no keys in it.
    private static bool IsTransient(OutboundAnswer answer) => answer is
        OutboundAnswer.Answered { Status: >= FirstServerError or TooManyRequests }
        or OutboundAnswer.Failed { Fault: OutboundFault.Unresolvable or OutboundFault.ConnectionFailed or OutboundFault.TimedOut };

    private static TimeSpan Clamp(TimeSpan? freshFor) =>
        freshFor is not { } span || span < MinLifetime ? MinLifetime : span > MaxLifetime ? MaxLifetime : span;

    private void Keep(string jwksUri, KnownSet known)
    {
        _sets[jwksUri] = known;
        if (_sets.Count > MaxSets)
        {
            _sets.TryRemove(_sets.MinBy(set => set.Value.KeptUntil).Key, out _);
        }
    }

    private sealed record KnownSet(JsonWebKeySet? Keys, DateTimeOffset FreshUntil, DateTimeOffset KeptUntil, DateTimeOffset RetryAt, bool IsAway)
    {
        public JsonWebKeySet? KeysAt(DateTimeOffset now) => KeptUntil > now ? Keys : null;

        public bool HoldsAt(DateTimeOffset now, string? keyId) =>
            FreshUntil > now && Keys is { } keys && (keyId is null || keys.Keys.Any(key => string.Equals(key.Kid, keyId, StringComparison.Ordinal)));
    }
}
