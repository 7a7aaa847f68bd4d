using System.Text;
using Attesto.Registration;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>Clients that are not the host's own: those that registered themselves, and those whose metadata document is remembered. What they are is theirs to say.</summary>
internal sealed class OtherClients(
    IOptions<AttestoOptions> options, TimeProvider clock, IRegisteredClientStore? registered = null, IClientMetadataCache? documents = null)
{
    /// <summary>Reads one, and does not count that as a use of it; no document is fetched for it.</summary>
    public async Task<KnownClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        if (await FindRegisteredAsync(clientId, cancellationToken) is { } client && ClientMetadata.Restore(client.Metadata) is { } metadata)
        {
            var secrets = client.SecretHash is { } hash ? [new ClientSecret(hash, client.SecretExpiresAt)] : Array.Empty<ClientSecret>();
            return new(MetadataClient.Of(clientId, metadata, ClientOrigin.Registration) with { Secrets = [.. secrets] }, null, client.IssuedAt, null, client.ExpiresAt);
        }

        return await FindDocumentAsync(clientId, cancellationToken) is { } document
            && ClientIdUrl.TryParse(clientId, out var url)
            && ClientIdDocument.TryRead(url, Encoding.UTF8.GetBytes(document.Document), options.Value, out var described, out _)
                ? new(described, null, null, null, document.ExpiresAt)
                : null;
    }

    /// <summary>Deletes a registration, or forgets a document.</summary>
    /// <returns>Null if it is gone, else why it is not.</returns>
    public async Task<Refusal?> RemoveAsync(string clientId, CancellationToken cancellationToken)
    {
        if (await FindRegisteredAsync(clientId, cancellationToken) is { } client)
        {
            return await registered!.RemoveAsync(client, cancellationToken) ? null : Refusal.Changed(clientId);
        }

        if (await FindDocumentAsync(clientId, cancellationToken) is null)
        {
            return Refusal.NoClient(clientId);
        }

        await documents!.EvictAsync(clientId, cancellationToken);
        return null;
    }

    /// <summary>Why such a client cannot be changed here.</summary>
    public async Task<Refusal> RefuseAsync(string clientId, CancellationToken cancellationToken) => await FindAsync(clientId, cancellationToken) switch
    {
        null => Refusal.NoClient(clientId),
        { Client.Origin: ClientOrigin.Registration } => new($"The client \"{clientId}\" registered itself, and changes itself. It can be deleted."),
        _ => new($"The client \"{clientId}\" is what its metadata document says. Attesto:ClientIdMetadata:BlockedHosts keeps its host out."),
    };

    private async Task<RegisteredClient?> FindRegisteredAsync(string clientId, CancellationToken cancellationToken) =>
        registered is not null && await registered.FindAsync(clientId, cancellationToken) is { } client && Lives(client.ExpiresAt) ? client : null;

    private async Task<CachedClientMetadata?> FindDocumentAsync(string clientId, CancellationToken cancellationToken) =>
        documents is not null && await documents.FindAsync(clientId, cancellationToken) is { } document && Lives(document.ExpiresAt) ? document : null;

    private bool Lives(DateTimeOffset? end) => end is null || end > clock.GetUtcNow();
}

/// <summary>A client of any kind as it is now.</summary>
/// <param name="Client">The client.</param>
/// <param name="Version">Another one after each change; null for a client that is not the host's own.</param>
/// <param name="CreatedAt">When it was added or registered, if that is known.</param>
/// <param name="ChangedAt">When it was changed last, if that is known.</param>
/// <param name="ExpiresAt">When it is forgotten unless it is used, or null.</param>
internal sealed record KnownClient(Client Client, Guid? Version, DateTimeOffset? CreatedAt, DateTimeOffset? ChangedAt, DateTimeOffset? ExpiresAt)
{
    public static KnownClient Of(RegisteredHostClient stored) => new(stored.Client, stored.Version, stored.CreatedAt, stored.ChangedAt, null);
}
