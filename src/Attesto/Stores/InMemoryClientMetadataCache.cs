using System.Collections.Concurrent;

namespace Attesto.Stores;

/// <summary>Client metadata documents of one node. Full, it forgets those that expire first.</summary>
internal sealed class InMemoryClientMetadataCache : IClientMetadataCache
{
    private const int MaxDocuments = 4096;

    private readonly ConcurrentDictionary<string, CachedClientMetadata> _documents = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<CachedClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        Task.FromResult(_documents.GetValueOrDefault(clientId));

    /// <inheritdoc/>
    public Task PutAsync(CachedClientMetadata document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        _documents[document.ClientId] = document;
        if (_documents.Count > MaxDocuments)
        {
            foreach (var (clientId, _) in _documents.OrderBy(entry => entry.Value.ExpiresAt).Take(MaxDocuments / 8).ToList())
            {
                _documents.TryRemove(clientId, out _);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task EvictAsync(string clientId, CancellationToken cancellationToken)
    {
        _documents.TryRemove(clientId, out _);
        return Task.CompletedTask;
    }
}
