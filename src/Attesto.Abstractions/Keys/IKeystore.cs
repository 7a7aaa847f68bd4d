using System.Collections.Immutable;

namespace Attesto;

/// <summary>The server's own keys. Rotation is publishing the next key before it signs, and the last one until its tokens have expired.</summary>
public interface IKeystore
{
    /// <summary>The key that signs now.</summary>
    /// <param name="algorithm">The <c>alg</c> it must sign with; null takes the issuer's first key.</param>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>The key, or null if none signs with that algorithm.</returns>
    ValueTask<SigningKey?> FindSigningKeyAsync(string? algorithm, CancellationToken cancellationToken);

    /// <summary>Every key whose signatures are accepted, the signing keys included; published at the JWKS endpoint.</summary>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>Public keys with <c>kid</c>, <c>alg</c> and <c>use</c>, each once.</returns>
    ValueTask<ImmutableArray<Jwk>> GetVerificationKeysAsync(CancellationToken cancellationToken);
}
