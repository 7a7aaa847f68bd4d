using System.Security.Cryptography;
using System.Text;

namespace Attesto.Clients;

/// <summary>Compares presented secrets: those of the host's clients by the host's rule, if it has one; others by their hashes.</summary>
/// <param name="clock">The present, for secrets that expire.</param>
/// <param name="host">The host's rule, or null.</param>
internal sealed class ClientSecrets(TimeProvider clock, IClientSecretVerifier? host = null)
{
    private const int MaxLength = 1024; // a megabyte of secret must not reach a host's slow hash

    public ValueTask<bool> VerifyAsync(Client client, string secret, CancellationToken cancellationToken) =>
        secret.Length > MaxLength ? ValueTask.FromResult(false)
        : host is not null && client.Origin is ClientOrigin.Host ? host.VerifyAsync(client, secret, clock.GetUtcNow(), cancellationToken)
        : ValueTask.FromResult(Matches(client, secret, clock.GetUtcNow()));

    // Secrets of 256 random bits, stored as SHA-256.
    private static bool Matches(Client client, string secret, DateTimeOffset now)
    {
        var presented = Encoding.ASCII.GetBytes(TokenHash.Of(secret).Value);
        var matches = false;
        foreach (var stored in client.Secrets)
        {
            matches |= CryptographicOperations.FixedTimeEquals(presented, Encoding.ASCII.GetBytes(stored.Hash.Value))
                && (stored.ExpiresAt is null || stored.ExpiresAt > now);
        }

        return matches;
    }
}
