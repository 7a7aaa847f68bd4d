using System.Collections.Immutable;

namespace Attesto;

/// <summary>A signing key as a store keeps it. Its state follows from its times and those of the other keys of its algorithm.</summary>
public sealed record StoredSigningKey
{
    /// <summary>Its <c>kid</c>: the thumbprint of the public key (RFC 7638).</summary>
    public required string KeyId { get; init; }

    /// <summary>The <c>alg</c> that it is bound to (RFC 7518 §3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>Counts the keys of its algorithm, from 1; unique together with it.</summary>
    public required int Number { get; init; }

    /// <summary>The public key as a JSON Web Key (RFC 7517).</summary>
    public required string PublicKey { get; init; }

    /// <summary>The private key in PKCS #8, as <see cref="ISigningKeyProtector"/> encrypted it.</summary>
    public required ImmutableArray<byte> PrivateKey { get; init; }

    /// <summary>Since when it is published.</summary>
    public required DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>From when on it signs, until a key with a higher number does.</summary>
    public required DateTimeOffset SignsFrom { get; init; }

    /// <summary>When somebody took it out; null if nobody did.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Leaves the key out: it must not end up in a log.</summary>
    /// <returns>The algorithm, the number and the <c>kid</c>.</returns>
    public override string ToString() => $"{Algorithm} {Number} {KeyId}";
}
