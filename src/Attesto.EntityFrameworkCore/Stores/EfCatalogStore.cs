using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>The host's scopes and APIs in its database, beside those of the options.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfCatalogStore<TContext>(TContext context) : ICatalogStore
    where TContext : DbContext
{
    /// <summary>Where the changes of scopes and APIs are counted.</summary>
    internal static TokenHash Place { get; } = TokenHash.Of("catalog");

    /// <inheritdoc/>
    public Task<long> CountChangesAsync(CancellationToken cancellationToken) => context.CountedAsync(Place, cancellationToken);

    /// <inheritdoc/>
    public async Task<HostCatalog> ReadAsync(CancellationToken cancellationToken)
    {
        var scopes = await context.ReadAsync(token => context.Set<ScopeRow>().AsNoTracking().ToListAsync(token), cancellationToken);
        var apis = await context.ReadAsync(token => context.Set<ApiRow>().AsNoTracking().ToListAsync(token), cancellationToken);
        return new HostCatalog(
            [.. scopes.OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => row.Read())],
            [.. apis.OrderBy(row => row.Uri, StringComparer.Ordinal).Select(row => row.Read())]);
    }
}
