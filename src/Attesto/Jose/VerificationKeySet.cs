using System.Collections.Immutable;

namespace Attesto.Jose;

/// <summary>Public keys that are trusted together.</summary>
internal sealed class VerificationKeySet(IEnumerable<VerificationKey> keys)
{
    public ImmutableArray<VerificationKey> Keys { get; } = [.. keys];

    /// <summary>True if a key verifies the JWS: one of its <c>kid</c>, or any if it names none.</summary>
    public bool Verifies(CompactJws jws)
    {
        foreach (var key in Keys)
        {
            if ((jws.KeyId is null || string.Equals(key.KeyId, jws.KeyId, StringComparison.Ordinal)) && jws.IsSignedBy(key))
            {
                return true;
            }
        }

        return false;
    }
}
