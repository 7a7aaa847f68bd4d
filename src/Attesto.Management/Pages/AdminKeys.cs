using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>The signing keys, for pages on which an administrator sees and rotates them.</summary>
public sealed class AdminKeys
{
    private readonly ManagedKeys _keys;

    internal AdminKeys(ManagedKeys keys, bool areRotated) => (_keys, AreRotated) = (keys, areRotated);

    /// <summary>What it costs when the next key signs at once, in words for a person: said before it is done.</summary>
    public static string CostOfRotatingNow => ManagedKeys.CostOfNow;

    /// <summary>What it costs to take a key out, in words for a person: said before it is done.</summary>
    public static string CostOfRetiring => ManagedKeys.CostOfRetiring;

    /// <summary>True if the server makes and rotates the keys itself; those of a keystore of the host's are only shown.</summary>
    public bool AreRotated { get; }

    /// <summary>Every key.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys, by algorithm, the newest first.</returns>
    public async Task<ImmutableArray<AdminKey>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _keys.ListAsync(cancellationToken)).Select(key =>
            new AdminKey(key.KeyId, key.Algorithm, key.State, key.AnnouncedAt, key.SignsFrom, key.SignsUntil, key.VerifiesUntil))];

    /// <summary>Announces the next key before it is due, and tells the event sinks.</summary>
    /// <param name="algorithm">Of which algorithm; null for all that are rotated.</param>
    /// <param name="immediately">True for an emergency: see <see cref="CostOfRotatingNow"/>.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Why it was not done, in words for a person; null if it was.</returns>
    public async Task<string?> RotateAsync(string? algorithm, bool immediately, string actor, CancellationToken cancellationToken) =>
        (await _keys.RotateAsync(algorithm, immediately, actor, cancellationToken)).Refusal?.Message;

    /// <summary>Takes a key out, and tells the event sinks: see <see cref="CostOfRetiring"/>.</summary>
    /// <param name="keyId">Its <c>kid</c>.</param>
    /// <param name="actor">Who does it, as the events name them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Why it was not done, in words for a person; null if it was.</returns>
    public async Task<string?> RetireAsync(string keyId, string actor, CancellationToken cancellationToken) =>
        (await _keys.RetireAsync(keyId, actor, cancellationToken)).Refusal?.Message;
}

/// <summary>A signing key. Keys of a keystore of the host's have no times.</summary>
/// <param name="KeyId">Its <c>kid</c>.</param>
/// <param name="Algorithm">Its <c>alg</c>; empty if it is not known.</param>
/// <param name="State">What it does.</param>
/// <param name="AnnouncedAt">Since when it is published.</param>
/// <param name="SignsFrom">From when on it signs.</param>
/// <param name="SignsUntil">Until when; null while no other key is to follow.</param>
/// <param name="VerifiesUntil">Until when its signatures are accepted; null while no other key is to follow.</param>
public sealed record AdminKey(
    string KeyId,
    string Algorithm,
    SigningKeyState State,
    DateTimeOffset? AnnouncedAt,
    DateTimeOffset? SignsFrom,
    DateTimeOffset? SignsUntil,
    DateTimeOffset? VerifiesUntil);
