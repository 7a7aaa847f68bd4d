using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>A key of the platform with the library's provider for one algorithm. It is freed when its owner and everybody who verifies with it are done:
/// the memory of foreign keys is not the collector's, and a flood of them must not wait for it.</summary>
internal sealed class PlatformKey(SecurityKey key, SignatureProvider provider)
{
    private int _users = 1; // the owner

    public string Algorithm => provider.Algorithm;

    /// <summary>False if it is freed, or about to be; else <see cref="End"/> must follow.</summary>
    public bool TryBegin()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public bool Verify(byte[] input, int inputLength, byte[] signature) => provider.Verify(input, 0, inputLength, signature, 0, signature.Length);

    /// <summary>Ends one use; the owner's is the last one that it waits for.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        provider.Dispose();
        (key as ECDsaSecurityKey)?.ECDsa.Dispose();
        (key as RsaSecurityKey)?.Rsa.Dispose();
    }
}
