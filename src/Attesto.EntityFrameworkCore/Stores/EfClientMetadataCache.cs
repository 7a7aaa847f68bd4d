using Attesto.ClientIdMetadata;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Client metadata documents in the host's database: fetched once for every node.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfClientMetadataCache<TContext>(TContext context) : IClientMetadataCache
    where TContext : DbContext
{
    private static readonly Table Documents = Table.Of<ClientMetadataRow>();

    /// <inheritdoc/>
    public async Task<CachedClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(clientId).Value;
        var row = await context.Set<ClientMetadataRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        return row?.ToDocument();
    }

    /// <inheritdoc/>
    public async Task PutAsync(CachedClientMetadata document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var row = ClientMetadataRow.From(document);
        while (await ReplaceAsync(row, cancellationToken) == 0 && !await context.TryInsertAsync(row, nameof(ClientMetadataRow.Hash), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public Task EvictAsync(string clientId, CancellationToken cancellationToken) =>
        context.ExecuteAsync($"DELETE FROM {Documents} WHERE hash = {TokenHash.Of(clientId).Value}", cancellationToken);

    private Task<int> ReplaceAsync(ClientMetadataRow row, CancellationToken cancellationToken) => context.ExecuteAsync(
        $"UPDATE {Documents} SET document = {row.Document}, expires_at = {row.ExpiresAt} WHERE hash = {row.Hash}",
        cancellationToken);
}
