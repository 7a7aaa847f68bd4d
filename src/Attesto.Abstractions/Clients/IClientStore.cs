using System.Security.Cryptography;
using System.Text;

namespace Attesto;

/// <summary>Who are the clients? The host answers from its own tables.</summary>
public interface IClientStore
{
    /// <summary>Looks a client up.</summary>
    /// <param name="clientId">The presented <c>client_id</c>; any string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null if there is none.</returns>
    ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Compares a presented secret with the stored ones. Override it only for secrets that people choose, with a slow hash.</summary>
    /// <param name="client">The client; for an unknown one a stand-in, so that both cases cost the same.</param>
    /// <param name="secret">The presented secret.</param>
    /// <param name="now">The present instant, for secrets that expire.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if a live secret matches.</returns>
    ValueTask<bool> VerifySecretAsync(Client client, string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var presented = Encoding.ASCII.GetBytes(TokenHash.Of(secret).Value);
        var matches = false;
        foreach (var stored in client.Secrets)
        {
            matches |= CryptographicOperations.FixedTimeEquals(presented, Encoding.ASCII.GetBytes(stored.Hash.Value))
                && (stored.ExpiresAt is null || stored.ExpiresAt > now);
        }

        return ValueTask.FromResult(matches);
    }
}
