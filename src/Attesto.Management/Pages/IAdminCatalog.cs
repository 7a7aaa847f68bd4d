using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>What <see cref="AdminCatalog"/> shows: scopes, or APIs.</summary>
internal interface IAdminCatalog
{
    string Noun { get; }

    Task<ImmutableArray<AdminCatalogEntry>> ListAsync(CancellationToken cancellationToken);

    Task<AdminCatalogEntry?> FindAsync(string key, CancellationToken cancellationToken);

    Task<AdminCatalogResult> SaveAsync(CatalogForm form, string actor, CancellationToken cancellationToken);

    Task<(bool IsDone, string Said)> RemoveAsync(string key, Guid version, string actor, CancellationToken cancellationToken);
}
