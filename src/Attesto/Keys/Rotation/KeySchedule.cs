using System.Collections.Immutable;

namespace Attesto.Keys;

/// <summary>What each key does at an instant. It follows from the stored times alone, so nodes that read the same keys agree without talking.</summary>
internal sealed class KeySchedule
{
    private KeySchedule(ImmutableArray<ScheduledKey> keys) => Keys = keys;

    /// <summary>By algorithm, the newest first.</summary>
    public ImmutableArray<ScheduledKey> Keys { get; }

    /// <summary>What keys do when.</summary>
    /// <param name="keys">Every key.</param>
    /// <param name="retention">How long a key verifies after it signed last.</param>
    public static KeySchedule Of(IEnumerable<StoredSigningKey> keys, TimeSpan retention) => new(
    [
        .. from algorithm in keys.GroupBy(key => key.Algorithm, StringComparer.Ordinal).OrderBy(keys => keys.Key, StringComparer.Ordinal)
           let newestFirst = algorithm.OrderByDescending(key => key.Number).ToList()
           from place in newestFirst.Index()
           select Schedule(place.Item, newestFirst.Take(place.Index), retention),
    ]);

    /// <summary>The one key of an algorithm that signs: the newest whose time has come.</summary>
    public ScheduledKey? SigningAt(string algorithm, DateTimeOffset now) => Find(algorithm, SigningKeyState.Signing, now);

    /// <summary>The key of an algorithm that is to sign next.</summary>
    public ScheduledKey? AnnouncedAt(string algorithm, DateTimeOffset now) => Find(algorithm, SigningKeyState.Announced, now);

    /// <summary>The keys that are published and accepted.</summary>
    public IEnumerable<ScheduledKey> PublishedAt(DateTimeOffset now) => Keys.Where(key => key.StateAt(now) is not SigningKeyState.Retired);

    /// <summary>When the next key changes its state.</summary>
    public DateTimeOffset NextChangeAfter(DateTimeOffset now) => Keys
        .SelectMany(key => new[] { key.Key.SignsFrom, key.SignsUntil, key.VerifiesUntil })
        .Where(instant => instant > now)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Min();

    private ScheduledKey? Find(string algorithm, SigningKeyState state, DateTimeOffset now) =>
        Keys.FirstOrDefault(key => string.Equals(key.Key.Algorithm, algorithm, StringComparison.Ordinal) && key.StateAt(now) == state);

    private static ScheduledKey Schedule(StoredSigningKey key, IEnumerable<StoredSigningKey> newer, TimeSpan retention)
    {
        // A key that was taken out before its time came never took over.
        var until = newer.Where(other => other.RetiredAt is null || other.RetiredAt > other.SignsFrom)
            .Select(other => other.SignsFrom)
            .DefaultIfEmpty(DateTimeOffset.MaxValue)
            .Min();
        var retires = until == DateTimeOffset.MaxValue ? until : until + retention;
        return new ScheduledKey(key, until, key.RetiredAt < retires ? key.RetiredAt.Value : retires);
    }
}
