using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Attesto.AspNetCore;

/// <summary>Encrypts the private keys by the data-protection keys of the host. Those do not have to be valid any more to decrypt; none must be deleted.</summary>
internal sealed class DataProtectedSigningKeys(IDataProtectionProvider provider) : ISigningKeyProtector
{
    public ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> privateKey, string keyId, CancellationToken cancellationToken)
    {
        var secret = privateKey.ToArray();
        try
        {
            return new(Protector(keyId).Protect(secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedKey, string keyId, CancellationToken cancellationToken) =>
        new(Protector(keyId).Unprotect(protectedKey.ToArray()));

    private IDataProtector Protector(string keyId) => provider.CreateProtector("Attesto.SigningKeys", keyId);
}
