using System.Text;
using Attesto.Outbound;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>Finds out who a URL client_id is (draft-ietf-oauth-client-id-metadata-document §5): block list, allow list, cache, network, in that order.</summary>
/// <param name="cache">Documents that were found valid.</param>
/// <param name="source">Fetches the others.</param>
/// <param name="options">Which hosts, and how long to keep.</param>
/// <param name="clock">The clock.</param>
/// <param name="limit">How many may be fetched; null where nobody counts.</param>
internal sealed class ClientIdResolver(
    IClientMetadataCache cache, ClientIdDocumentSource source, IOptions<AttestoOptions> options, TimeProvider clock, IDocumentLimit? limit)
{
    private readonly ClientIdMetadataOptions _options = options.Value.ClientIdMetadata;

    /// <summary>Looks the client up.</summary>
    /// <param name="id">The client_id.</param>
    /// <param name="cancellationToken">Cancels the call; a fetch goes on for others who wait for it.</param>
    /// <returns>The client, or null if its document cannot be had or is not valid.</returns>
    /// <exception cref="TooManyDocumentsException">Whoever asks has had too many fetched.</exception>
    public async Task<Client?> FindAsync(ClientIdUrl id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!_options.Enabled || !HostRules.Allow(id.Host, _options))
        {
            return null;
        }

        // A rule of today holds for a document of yesterday: the text is kept, and read again with every use.
        if (await cache.FindAsync(id.Value, cancellationToken) is { } kept && kept.ExpiresAt > clock.GetUtcNow()
            && ClientIdDocument.TryRead(id, Encoding.UTF8.GetBytes(kept.Document), options.Value, out var known, out _))
        {
            return known;
        }

        if (!source.HasFailed(id))
        {
            limit?.Take();
        }

        var (fetched, isOurs) = await source.FetchAsync(id, cancellationToken);
        if (fetched is null)
        {
            return null;
        }

        if (isOurs)
        {
            await cache.PutAsync(new CachedClientMetadata(id.Value, fetched.Document, fetched.ExpiresAt), cancellationToken);
        }

        return fetched.Client;
    }

    /// <summary>Forgets a client's document, so that its next request fetches it again.</summary>
    /// <param name="clientId">The client_id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>When it is forgotten.</returns>
    public Task EvictAsync(string clientId, CancellationToken cancellationToken)
    {
        source.Forget(clientId);
        return cache.EvictAsync(clientId, cancellationToken);
    }
}
