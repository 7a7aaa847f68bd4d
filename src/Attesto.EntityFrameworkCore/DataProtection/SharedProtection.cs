using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Attesto.EntityFrameworkCore;

/// <summary>Data protection over several nodes: what another node protected under a key that this one has not seen is tried again with a ring that was read anew.</summary>
internal sealed class SharedProtection(IDataProtectionProvider inner, SharedKeyRing keys) : IDataProtectionProvider
{
    public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose), keys);

    private sealed class Protector(IDataProtector inner, SharedKeyRing keys) : IPersistedDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new Protector(inner.CreateProtector(purpose), keys);

        public byte[] Protect(byte[] plaintext) => inner.Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            try
            {
                return inner.Unprotect(protectedData);
            }
            catch (CryptographicException) when (keys.Expire())
            {
                return inner.Unprotect(protectedData);
            }
        }

        public byte[] DangerousUnprotect(byte[] protectedData, bool ignoreRevocationErrors, out bool requiresMigration, out bool wasRevoked) =>
            ((IPersistedDataProtector)inner).DangerousUnprotect(protectedData, ignoreRevocationErrors, out requiresMigration, out wasRevoked);
    }
}
