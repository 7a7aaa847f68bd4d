using Microsoft.IdentityModel.Tokens;

namespace Attesto;

/// <summary>Signs over a network without holding a thread. The library's own <see cref="SignatureProvider"/> knows only a synchronous call; where an
/// <see cref="ICryptoProvider"/> makes one of these, it is awaited instead.</summary>
/// <param name="key">The key.</param>
/// <param name="algorithm">The <c>alg</c> (RFC 7518 §3.1), such as <c>ES256</c>.</param>
public abstract class AsyncSignatureProvider(SecurityKey key, string algorithm) : SignatureProvider(key, algorithm)
{
    /// <summary>Signs a JWS signing input (RFC 7515 §5.1).</summary>
    /// <param name="input">The ASCII bytes of header, dot and payload; valid until the call is over.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The signature in JOSE form: for ECDSA the concatenation of r and s (RFC 7518 §3.4).</returns>
    public abstract ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken);
}
