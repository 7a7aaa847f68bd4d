using Microsoft.IdentityModel.Tokens;

namespace Attesto.EdDsa;

/// <summary>Makes signature providers for Ed25519 keys in the form of a <see cref="JsonWebKey"/> (RFC 8037 §2).</summary>
public sealed class EdDsaCryptoProvider : ICryptoProvider
{
    /// <summary>A factory that knows Ed25519, for keys that sign.</summary>
    internal static CryptoProviderFactory Factory { get; } = new() { CustomCryptoProvider = new EdDsaCryptoProvider(), CacheSignatureProviders = false };

    /// <summary>True for both names of Ed25519, with an Ed25519 key if there is a key.</summary>
    /// <param name="algorithm">The <c>alg</c>.</param>
    /// <param name="args">The key first, if there is one.</param>
    /// <returns>Whether it is supported.</returns>
    public bool IsSupportedAlgorithm(string algorithm, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return algorithm is "EdDSA" or "Ed25519" && args is [] or [JsonWebKey { Kty: "OKP", Crv: "Ed25519" }, ..];
    }

    /// <summary>Makes the provider of a key.</summary>
    /// <param name="algorithm">The <c>alg</c>.</param>
    /// <param name="args">The key; then true if it is to sign.</param>
    /// <returns>A <see cref="SignatureProvider"/>.</returns>
    /// <exception cref="NotSupportedException">The key is no Ed25519 key.</exception>
    public object Create(string algorithm, params object[] args) => args is [JsonWebKey { Kty: "OKP", Crv: "Ed25519" } key, .. var rest]
        ? new Ed25519SignatureProvider(key, algorithm, willSign: rest is [true, ..])
        : throw new NotSupportedException("The key is no Ed25519 key.");

    /// <summary>Releases a provider.</summary>
    /// <param name="cryptoInstance">The provider.</param>
    public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();
}
