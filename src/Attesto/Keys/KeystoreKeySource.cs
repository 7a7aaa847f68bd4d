using System.Collections.Immutable;
using Attesto.Issuing;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>The server's own keys, for a resource in the server's process.</summary>
/// <param name="keys">The keystore.</param>
internal sealed class KeystoreKeySource(IKeystore keys) : IVerificationKeySource
{
    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<JsonWebKey>> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        var all = await keys.GetVerificationKeysAsync(cancellationToken);
        if (keyId is null)
        {
            return all;
        }

        foreach (var key in all)
        {
            if (string.Equals(key.Kid, keyId, StringComparison.Ordinal))
            {
                return [key];
            }
        }

        return [];
    }
}
