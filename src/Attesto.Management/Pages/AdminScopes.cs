namespace Attesto.Management;

/// <summary>The scopes of the configuration and of the database, for pages on which an administrator looks after them.</summary>
public sealed class AdminScopes : AdminCatalog
{
    internal AdminScopes(ManagedCatalog<ScopeEntry, HostScope> catalog)
        : base(new AdminCatalogOf<ScopeEntry, HostScope>(catalog, form => form.ToScope(), known => CatalogForm.Of(known.Value, known.Version)))
    {
    }
}
