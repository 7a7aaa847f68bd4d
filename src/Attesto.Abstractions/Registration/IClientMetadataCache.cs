namespace Attesto;

/// <summary>Client metadata documents that were fetched and found valid. Implementations pass <c>ClientMetadataCacheContract</c>.</summary>
public interface IClientMetadataCache
{
    /// <summary>Looks a document up; an expired one may be returned, the caller checks.</summary>
    /// <param name="clientId">The URL, up to 2048 characters; compared byte for byte.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The document, or null.</returns>
    Task<CachedClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Keeps a document; it takes the place of an older one of the same URL.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task PutAsync(CachedClientMetadata document, CancellationToken cancellationToken);

    /// <summary>Forgets a document, so that the next use fetches it again.</summary>
    /// <param name="clientId">The URL.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task EvictAsync(string clientId, CancellationToken cancellationToken);
}

/// <summary>A client metadata document as fetched.</summary>
/// <param name="ClientId">The URL.</param>
/// <param name="Document">The JSON text.</param>
/// <param name="ExpiresAt">The instant from which it must be fetched again.</param>
public sealed record CachedClientMetadata(string ClientId, string Document, DateTimeOffset ExpiresAt);
