using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>The clients behind registrations. One that is used stays; one that is not is forgotten.</summary>
/// <param name="store">The registrations.</param>
/// <param name="options">What they may have, and how long an unused one is kept.</param>
/// <param name="clock">The clock.</param>
internal sealed class RegisteredClients(IRegisteredClientStore store, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const string Prefix = "dyn_"; // tells where to look, so that no lookup asks two tables

    private readonly RegistrationOptions _options = options.Value.Registration;

    /// <summary>A fresh <c>client_id</c>.</summary>
    /// <returns>128 random bits behind a prefix.</returns>
    public static string NewId() => Prefix + Secret.NewId();

    /// <summary>True if the <c>client_id</c> looks like one of ours.</summary>
    /// <param name="clientId">Any string.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsOurs(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        return clientId.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Looks a client up, and notes that it was used.</summary>
    /// <param name="clientId">The <c>client_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null if it never registered or was forgotten.</returns>
    public async Task<Client?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        if (await FindLiveAsync(clientId, cancellationToken) is not { } registered || ClientMetadata.Restore(registered.Metadata) is not { } metadata)
        {
            return null;
        }

        await ExtendAsync(registered, cancellationToken);
        var client = MetadataClient.Of(clientId, metadata, ClientOrigin.Registration).Within(_options.GrantTypes, ListedAllowance.ScopesOf(_options.Scopes));
        return client with
        {
            RequirePkce = _options.RequirePkce ? true : null,
            Secrets = [.. SecretsOf(registered)],
        };
    }

    private static IEnumerable<ClientSecret> SecretsOf(RegisteredClient registered)
    {
        if (registered.SecretHash is { } hash)
        {
            yield return new ClientSecret(hash, registered.SecretExpiresAt);
        }

        // Until it is known that the client received the new one.
        if (registered.SecretHash is not null && registered.Previous is { SecretHash: { } previous } old && previous != registered.SecretHash)
        {
            yield return new ClientSecret(previous, old.SecretExpiresAt);
        }
    }

    internal async Task<RegisteredClient?> FindLiveAsync(string clientId, CancellationToken cancellationToken) =>
        await store.FindAsync(clientId, cancellationToken) is { } found && (found.ExpiresAt is null || found.ExpiresAt > clock.GetUtcNow()) ? found : null;

    // Written only in the second half of the time, so that a busy client does not cost a write per request.
    private async Task ExtendAsync(RegisteredClient registered, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_options.UnusedClientLifetime is { } lifetime && registered.ExpiresAt is { } expiresAt && expiresAt - now < lifetime / 2)
        {
            await store.ExtendAsync(registered.ClientId, now + lifetime, cancellationToken);
        }
    }
}
