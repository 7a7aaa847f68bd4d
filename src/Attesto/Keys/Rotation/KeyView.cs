using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>What signs and what is published, until the next key changes its state.</summary>
internal sealed class KeyView
{
    private readonly FrozenDictionary<string, OpenedSigningKey> _signing;

    /// <summary>Looks at the keys at an instant.</summary>
    /// <param name="schedule">The keys.</param>
    /// <param name="opened">The same, opened.</param>
    /// <param name="now">The instant.</param>
    public KeyView(KeySchedule schedule, OpenedSigningKeys opened, DateTimeOffset now)
    {
        var published = schedule.PublishedAt(now).ToList();
        _signing = published.Where(key => key.StateAt(now) is SigningKeyState.Signing)
            .ToFrozenDictionary(key => key.Key.Algorithm, key => opened[key.Key.KeyId], StringComparer.Ordinal);
        Published = [.. published.Select(key => opened[key.Key.KeyId].Published)];
        ChangesAt = schedule.NextChangeAfter(now);
    }

    public ImmutableArray<JsonWebKey> Published { get; }

    public DateTimeOffset ChangesAt { get; }

    /// <summary>The key that signs with an algorithm, or null.</summary>
    /// <exception cref="InvalidOperationException">There is one, and this node cannot open it.</exception>
    public SigningCredentials? Find(string algorithm) =>
        _signing.TryGetValue(algorithm, out var key) ? key.Credentials ?? throw new InvalidOperationException(key.Fault) : null;
}
