using Attesto.Keys;

namespace Attesto.Tests.Keys.Rotation;

/// <summary>Nodes whose clocks go wrong and that read late, and verifiers that keep an old key set: for one algorithm, over many rotations.</summary>
internal sealed class KeyRotationModel(KeyRotationOptions options, TimeSpan tokenLifetime, TimeSpan cacheLifetime, int seed)
{
    private const string Algorithm = "ES256";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly RotationPlan _plan = new(options, [Algorithm], succeeds: false);
    private readonly List<(DateTimeOffset At, KeySchedule Keys)> _versions = [];

    public int Rotations => _versions.Count;

    public int Meetings { get; private set; }

    /// <summary>Lets the nodes rotate for a while.</summary>
    public void Run(int rotations)
    {
        var (now, keys) = (Start, new List<StoredSigningKey>());
        while (_versions.Count < rotations)
        {
            // The store's clock is wrong, too, after it moved to another machine; and a key may be committed a minute after it was planned.
            var schedule = _plan.Schedule(keys);
            foreach (var planned in _plan.DueAt(schedule, now + Within(-Skew, Skew)))
            {
                keys.Add(new StoredSigningKey
                {
                    KeyId = $"{planned.Number}",
                    Algorithm = planned.Algorithm,
                    Number = planned.Number,
                    PublicKey = "",
                    PrivateKey = [],
                    AnnouncedAt = planned.AnnouncedAt,
                    SignsFrom = planned.SignsFrom,
                });
                _versions.Add((now + Within(TimeSpan.Zero, Skew), _plan.Schedule([.. keys])));
            }

            now += Within(TimeSpan.Zero, TimeSpan.FromMinutes(30));
        }
    }

    /// <summary>Signs around every instant at which something changes, and verifies with key sets of every age.</summary>
    /// <returns>How many verifiers met a <c>kid</c> that was not in their key set.</returns>
    public int CountSurprises(int tokensPerChange, int verifiersPerToken)
    {
        var surprises = 0;
        var last = _versions[^1].At;
        foreach (var change in _versions[^1].Keys.Keys.Select(key => key.Key.SignsFrom).Where(change => change < last))
        {
            for (var i = 0; i < tokensPerChange; i++)
            {
                // Most where it is close.
                var signed = change + (i % 2 == 0 ? Within(-3 * Skew, 3 * Skew) : Within(-cacheLifetime, cacheLifetime));
                if (Read(signed) is { } known && known.SigningAt(Algorithm, signed + Within(-Skew, Skew)) is { } key)
                {
                    surprises += Enumerable.Range(0, verifiersPerToken).Count(_ => IsSurprised(key.Key.KeyId, signed));
                }
            }
        }

        return surprises;
    }

    // exp is by the clock of the node that signed. A set that was fetched before the token was signed is as old as a cache may be.
    private bool IsSurprised(string keyId, DateTimeOffset signed)
    {
        var until = signed + Skew + tokenLifetime;
        var fetched = (_random.Next(4)) switch
        {
            0 => signed - cacheLifetime + Within(TimeSpan.Zero, Skew),
            1 => Between(signed - cacheLifetime, signed),
            2 => Between(signed, until),
            _ => until - Within(TimeSpan.Zero, Skew),
        };
        if (Read(fetched) is not { } known)
        {
            return false; // there was no server yet
        }

        Meetings++;
        return known.PublishedAt(fetched + Within(-Skew, Skew)).All(key => key.Key.KeyId != keyId);
    }

    // What some node has read: a moment ago, or up to an hour.
    private KeySchedule? Read(DateTimeOffset now)
    {
        var read = now - (_random.Next(2) == 0 ? TimeSpan.Zero : Within(TimeSpan.Zero, RotationPlan.StaleAfter));
        return _versions.LastOrDefault(version => version.At <= read).Keys;
    }

    private DateTimeOffset Between(DateTimeOffset from, DateTimeOffset until) => from + Within(TimeSpan.Zero, until - from);

    private TimeSpan Within(TimeSpan from, TimeSpan until) => from + ((until - from) * _random.NextDouble());
}
