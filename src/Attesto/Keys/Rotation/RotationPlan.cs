using Attesto.Jose;

namespace Attesto.Keys;

/// <summary>A key that is to be made.</summary>
internal readonly record struct PlannedKey(string Algorithm, int Number, DateTimeOffset AnnouncedAt, DateTimeOffset SignsFrom);

/// <summary>Which keys are due, and for when. Every node makes the same plan; the store lets one of them carry it out.</summary>
/// <param name="options">The intervals.</param>
/// <param name="algorithms">The algorithms that there is to be a key of.</param>
/// <param name="succeeds">True if the host's own keys sign until the first ones of the plan do.</param>
internal sealed class RotationPlan(KeyRotationOptions options, IReadOnlyList<string> algorithms, bool succeeds)
{
    /// <summary>By how much the clocks of nodes may differ from that of the store.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>How often each node reads the keys.</summary>
    public static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(10);

    /// <summary>After how long without reading them a node neither signs nor publishes: long before a key that it has not seen yet may sign.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    /// <summary>How long after an emergency every node that can read knows the new key.</summary>
    public static readonly TimeSpan Spread = 3 * ReadInterval;

    /// <summary>How late a rotation may be before somebody should look.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeptRetired = TimeSpan.FromDays(90);

    /// <summary>The algorithms that there is to be a key of, in order of preference.</summary>
    public IReadOnlyList<string> Algorithms => algorithms;

    /// <summary>How long a key is published before it signs.</summary>
    public TimeSpan Announcement => options.Announcement;

    /// <summary>The plan that the options make.</summary>
    public static RotationPlan Of(AttestoOptions options, bool succeeds) => new(options.KeyRotation, AlgorithmsOf(options), succeeds);

    /// <summary>The algorithms that the options name, or imply.</summary>
    public static IReadOnlyList<string> AlgorithmsOf(AttestoOptions options) =>
    [
        .. options.KeyRotation.Algorithms
            ?? options.Tokens.SigningAlgorithms?.Where(algorithm => JoseAlgorithms.Platform.Contains(algorithm, StringComparer.Ordinal))
            ?? [JoseAlgorithms.Es256, JoseAlgorithms.Rs256],
    ];

    /// <summary>What each key does when.</summary>
    public KeySchedule Schedule(IEnumerable<StoredSigningKey> keys) => KeySchedule.Of(keys, options.Retention);

    /// <summary>The keys that are to be made now.</summary>
    public IReadOnlyList<PlannedKey> DueAt(KeySchedule schedule, DateTimeOffset now) =>
        schedule.Keys.IsEmpty && !succeeds
            ? [.. algorithms.Select(algorithm => new PlannedKey(algorithm, 1, now, now - ClockSkew))] // nobody knows another set yet
            : [.. algorithms.Select(algorithm => DueAt(schedule, algorithm, now)).OfType<PlannedKey>()];

    /// <summary>The next key of an algorithm.</summary>
    public static PlannedKey Next(KeySchedule schedule, string algorithm, DateTimeOffset now, DateTimeOffset signsFrom) =>
        new(algorithm, 1 + Of(schedule, algorithm).Select(key => key.Key.Number).DefaultIfEmpty().Max(), now, signsFrom);

    /// <summary>By how much the rotation of an algorithm is late; zero if it is not.</summary>
    public TimeSpan OverdueAt(KeySchedule schedule, string algorithm, DateTimeOffset now) =>
        schedule.SigningAt(algorithm, now) is { } current && now - current.Key.SignsFrom - options.Interval is { Ticks: > 0 } late ? late : TimeSpan.Zero;

    /// <summary>The keys that were retired long ago. The newest of each algorithm stays, for the next one is counted from it.</summary>
    public static IEnumerable<StoredSigningKey> RemovableAt(KeySchedule schedule, DateTimeOffset now) => schedule.Keys
        .Where(key => key.VerifiesUntil < now - KeptRetired && Of(schedule, key.Key.Algorithm).First() != key)
        .Select(key => key.Key);

    private PlannedKey? DueAt(KeySchedule schedule, string algorithm, DateTimeOffset now)
    {
        if (schedule.AnnouncedAt(algorithm, now) is not null)
        {
            return null;
        }

        var (due, soonest) = (schedule.SigningAt(algorithm, now)?.Key.SignsFrom + options.Interval, now + options.Announcement);
        return due > soonest ? null : Next(schedule, algorithm, now, soonest);
    }

    private static IEnumerable<ScheduledKey> Of(KeySchedule schedule, string algorithm) =>
        schedule.Keys.Where(key => string.Equals(key.Key.Algorithm, algorithm, StringComparison.Ordinal));
}
