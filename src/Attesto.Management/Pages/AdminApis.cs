namespace Attesto.Management;

/// <summary>The APIs of the configuration and of the database, for pages on which an administrator looks after them.</summary>
public sealed class AdminApis : AdminCatalog
{
    internal AdminApis(ManagedCatalog<ApiEntry, HostApi> catalog)
        : base(new AdminCatalogOf<ApiEntry, HostApi>(catalog, form => form.ToApi(), known => CatalogForm.Of(known.Value, known.Version, known.IsConfigured)))
    {
    }
}
