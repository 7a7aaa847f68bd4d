using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>The APIs of the configuration and of the database, for pages on which an administrator looks after them.</summary>
public sealed class AdminApis : AdminCatalog
{
    private readonly AdminCatalogOf<ApiEntry, HostApi> _catalog;

    internal AdminApis(ManagedCatalog<ApiEntry, HostApi> catalog) => _catalog = new(catalog, form => form.ToApi(), Show);

    /// <inheritdoc/>
    public override string Noun => "API";

    /// <inheritdoc/>
    public override Task<ImmutableArray<AdminCatalogEntry>> ListAsync(CancellationToken cancellationToken) => _catalog.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<AdminCatalogEntry?> FindAsync(string key, CancellationToken cancellationToken) => _catalog.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public override Task<AdminCatalogResult> SaveAsync(CatalogForm form, string actor, CancellationToken cancellationToken) =>
        _catalog.SaveAsync(form, actor, cancellationToken);

    /// <inheritdoc/>
    public override Task<(bool IsDone, string Said)> RemoveAsync(string key, Guid version, string actor, CancellationToken cancellationToken) =>
        _catalog.RemoveAsync(key, version, actor, cancellationToken);

    private static AdminCatalogEntry Show(KnownEntry<HostApi> known) => new(() => CatalogForm.Of(known.Value, known.Version, known.IsConfigured))
    {
        Key = known.Value.Uri,
        DisplayName = known.Value.DisplayName,
        IsEnabled = known.Value.IsEnabled,
        IsConfigured = known.IsConfigured,
        Claims = [.. known.Opens],
        Version = known.Version,
        CreatedAt = known.CreatedAt,
        ChangedAt = known.ChangedAt,
    };
}
