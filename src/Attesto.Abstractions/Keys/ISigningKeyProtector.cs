namespace Attesto;

/// <summary>Encrypts the private keys that an <see cref="ISigningKeyStore"/> keeps, by a key that does not lie beside them. Data protection does, or the key-encryption
/// keys of <see cref="KeyRotationOptions"/>; a host registers its own for a vault that wraps keys. One instance serves every request.</summary>
public interface ISigningKeyProtector
{
    /// <summary>Encrypts and authenticates a private key.</summary>
    /// <param name="privateKey">The key in PKCS #8.</param>
    /// <param name="keyId">Its <c>kid</c>, which the ciphertext is to be bound to.</param>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>The ciphertext.</returns>
    ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> privateKey, string keyId, CancellationToken cancellationToken);

    /// <summary>Decrypts what <see cref="ProtectAsync"/> made, at this node or another.</summary>
    /// <param name="protectedKey">The ciphertext.</param>
    /// <param name="keyId">The <c>kid</c> of its key.</param>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>The key in PKCS #8.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was made by another key, for another <c>kid</c>, or was changed.</exception>
    ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedKey, string keyId, CancellationToken cancellationToken);
}
