namespace Attesto;

/// <summary>Is this the secret of that client (RFC 6749 §2.3.1)? Without it a presented secret is compared with the hashes in <see cref="Client.Secrets"/>, which
/// is right for secrets that a machine made. A host whose clients have secrets that people choose registers its own, with a slow hash. It is asked about the
/// host's clients alone: those that register themselves have secrets that this server made.</summary>
public interface IClientSecretVerifier
{
    /// <summary>Compares a presented secret with what the host has stored.</summary>
    /// <param name="client">The client; for an unknown one a stand-in, so that both cases cost the same.</param>
    /// <param name="secret">The presented secret, of at most 1024 characters.</param>
    /// <param name="now">The present instant, for secrets that expire.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if a live secret matches.</returns>
    ValueTask<bool> VerifyAsync(Client client, string secret, DateTimeOffset now, CancellationToken cancellationToken);
}
