using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>The scopes of the configuration and of the database, for pages on which an administrator looks after them.</summary>
public sealed class AdminScopes : AdminCatalog
{
    private readonly AdminCatalogOf<ScopeEntry, HostScope> _catalog;

    internal AdminScopes(ManagedCatalog<ScopeEntry, HostScope> catalog) => _catalog = new(catalog, form => form.ToScope(), Show);

    /// <inheritdoc/>
    public override string Noun => "scope";

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

    private static AdminCatalogEntry Show(KnownEntry<HostScope> known) => new(() => CatalogForm.Of(known.Value, known.Version))
    {
        Key = known.Value.Name,
        DisplayName = known.Value.DisplayName,
        IsEnabled = known.Value.IsEnabled,
        IsConfigured = known.IsConfigured,
        Claims = [.. known.Opens],
        Version = known.Version,
        CreatedAt = known.CreatedAt,
        ChangedAt = known.ChangedAt,
    };
}
