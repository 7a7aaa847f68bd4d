using System.Collections.Concurrent;

namespace Attesto;

/// <summary>A key that signs: in this process, or in a KMS or HSM behind a network call.</summary>
public abstract class SigningKey
{
    /// <summary>The public half, with <c>kid</c> and <c>alg</c>.</summary>
    public abstract Jwk PublicKey { get; }

    /// <summary>The <c>alg</c> of every signature this key makes (RFC 7518 §3.1), such as <c>ES256</c>.</summary>
    public string Algorithm => PublicKey.Algorithm!;

    /// <summary>The <c>kid</c>: the RFC 7638 thumbprint of the public key.</summary>
    public string KeyId => PublicKey.KeyId!;

    /// <summary>The protected headers that this key has signed under, by <c>typ</c>: they never change.</summary>
    internal ConcurrentDictionary<string, byte[]> EncodedHeaders { get; } = new(StringComparer.Ordinal);

    /// <summary>Signs a JWS signing input (RFC 7515 §5.1).</summary>
    /// <param name="signingInput">The ASCII bytes of header, dot and payload.</param>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>The signature in JOSE form: for ECDSA the concatenation of r and s (RFC 7518 §3.4).</returns>
    public abstract ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> signingInput, CancellationToken cancellationToken);
}
