using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto;

/// <summary>The server's own keys. Rotation is publishing the next key before it signs, and the last one until its tokens have expired.
/// <c>StaticKeystore</c> holds keys that are at hand; a host whose keys come and go writes its own.</summary>
public interface IKeystore
{
    /// <summary>What signs now. The key may be a certificate's, or live in a vault or an HSM behind its <see cref="SecurityKey.CryptoProviderFactory"/>;
    /// a provider that is an <see cref="AsyncSignatureProvider"/> is awaited.</summary>
    /// <param name="algorithm">The <c>alg</c> it must sign with (RFC 7518 §3.1); null takes the issuer's first key.</param>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>Credentials whose <c>kid</c> is that of a published key, or null if none signs with that algorithm. Give out the same instance each
    /// time: what the key needs to sign is kept with it.</returns>
    ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken);

    /// <summary>Every key whose signatures are accepted, those of the signing keys included; published at the JWKS endpoint.</summary>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>Public keys with <c>kid</c>, <c>alg</c> and <c>use</c>, each once. Give out the same instances each time, and do not change them.</returns>
    ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken);
}
