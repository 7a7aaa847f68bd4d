using System.Collections.Immutable;

namespace Attesto;

/// <summary>The keys that the server rotates itself, for whoever looks after it. Nobody needs to call it for keys to rotate.</summary>
public interface IKeyRotation
{
    /// <summary>Every key, with its state and when it changes.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys, by algorithm, the newest first.</returns>
    Task<ImmutableArray<SigningKeyStatus>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Begins a rotation before it is due: announces the next key of an algorithm, unless one is announced already. With <paramref name="immediately"/> it
    /// signs as soon as every node publishes it, half a minute later: APIs that keep the old key set, and do not ask again when they meet an unknown <c>kid</c>,
    /// refuse its tokens until their copy expires. The key before it goes on verifying; if it leaked, retire it once the new one signs.</summary>
    /// <param name="algorithm">One of the algorithms that the server rotates.</param>
    /// <param name="immediately">True for an emergency: does not wait for the announcement.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key that signs next, whoever announced it.</returns>
    /// <exception cref="ArgumentException">The server does not rotate keys of that algorithm.</exception>
    Task<SigningKeyStatus> RotateAsync(string algorithm, bool immediately, CancellationToken cancellationToken);

    /// <summary>Takes a key out at once: it is published and accepted no more, and tokens that it signed end for everybody who asks for the keys again.</summary>
    /// <param name="keyId">Its <c>kid</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there is no such key, if it is retired already, or if it is the one that signs: rotate first.</returns>
    Task<bool> RetireAsync(string keyId, CancellationToken cancellationToken);
}

/// <summary>What a signing key does at the moment.</summary>
public enum SigningKeyState
{
    /// <summary>It is published and does not sign yet.</summary>
    Announced,

    /// <summary>It signs.</summary>
    Signing,

    /// <summary>It signs no more; what it signed is accepted.</summary>
    Verifying,

    /// <summary>It is neither published nor accepted.</summary>
    Retired,
}

/// <summary>A key that the server rotates, with its state and when that changes.</summary>
/// <param name="KeyId">Its <c>kid</c>.</param>
/// <param name="Algorithm">Its <c>alg</c>.</param>
/// <param name="State">What it does.</param>
/// <param name="AnnouncedAt">Since when it is published.</param>
/// <param name="SignsFrom">From when on it signs.</param>
/// <param name="SignsUntil">Until when; null while no other key is to follow.</param>
/// <param name="VerifiesUntil">Until when its signatures are accepted; null while no other key is to follow.</param>
public sealed record SigningKeyStatus(
    string KeyId,
    string Algorithm,
    SigningKeyState State,
    DateTimeOffset AnnouncedAt,
    DateTimeOffset SignsFrom,
    DateTimeOffset? SignsUntil,
    DateTimeOffset? VerifiesUntil);
