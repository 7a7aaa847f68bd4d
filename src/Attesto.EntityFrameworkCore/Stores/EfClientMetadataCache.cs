using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Client metadata documents in the host's database: fetched once for every node.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfClientMetadataCache<TContext>(TContext context) : IClientMetadataCache
    where TContext : DbContext
{
    /// <inheritdoc/>
    public async Task<CachedClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<ClientMetadataRow>(TokenHash.Of(clientId), cancellationToken);
        return row?.ToDocument();
    }

    /// <inheritdoc/>
    public async Task PutAsync(CachedClientMetadata document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var row = ClientMetadataRow.From(document);
        while (await ReplaceAsync(row, cancellationToken) == 0 && !await context.TryInsertAsync(row, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public Task EvictAsync(string clientId, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(clientId);
        return context.RunAsync(token => Documents.Where(row => row.Hash == hash).ExecuteDeleteAsync(token), cancellationToken);
    }

    private Task<int> ReplaceAsync(ClientMetadataRow document, CancellationToken cancellationToken) => context.RunAsync(
        token => Documents.Where(row => row.Hash == document.Hash).ExecuteUpdateAsync(
            row => row
                .SetProperty(row => row.Document, document.Document)
                .SetProperty(row => row.ExpiresAt, document.ExpiresAt)
                .SetProperty(row => row.NameKey, document.NameKey),
            token),
        cancellationToken);

    private DbSet<ClientMetadataRow> Documents => context.Set<ClientMetadataRow>();
}
