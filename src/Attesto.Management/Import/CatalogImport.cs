using System.Collections.Immutable;
using Attesto.Catalog;
using Attesto.Scopes;

namespace Attesto.Management;

/// <summary>Takes over the scopes and APIs of another server into this host's database.</summary>
/// <param name="scopes">The scopes of this host.</param>
/// <param name="apis">Its APIs.</param>
/// <param name="rules">What they may be.</param>
/// <param name="configured">What the configuration says: it wins, and of its scopes the words are taken.</param>
internal sealed class CatalogImport(
    ManagedCatalog<ScopeEntry, HostScope> scopes, ManagedCatalog<ApiEntry, HostApi> apis, ICatalogRules rules, AttestoOptions configured)
{
    public async Task<List<EntryImport>> AddAsync(IEnumerable<HostScope> foreign, bool isDry, string actor, CancellationToken cancellationToken)
    {
        var imported = new List<EntryImport>();
        foreach (var scope in foreign)
        {
            var own = Own(scope);
            if (own is not null || !ServedCatalog.IsConfigured(scope.Name, configured))
            {
                imported.Add(await AddAsync(scopes, own ?? scope, scope.Name, rules.FaultsOf(own ?? scope), NotesOf(scope, own ?? scope), isDry, actor, cancellationToken));
            }
            else
            {
                imported.Add(new(scope.Name, ImportState.Present, NotesOf(scope, scope with { Claims = [] })));
            }
        }

        return imported;
    }

    public async Task<List<EntryImport>> AddAsync(IEnumerable<HostApi> foreign, bool isDry, string actor, CancellationToken cancellationToken)
    {
        var imported = new List<EntryImport>();
        foreach (var api in foreign)
        {
            imported.Add(ServedCatalog.IsConfigured(api, configured)
                ? new(api.Uri, ImportState.Present, [])
                : await AddAsync(apis, api, api.Uri, rules.FaultsOf(api), [], isDry, actor, cancellationToken));
        }

        return imported;
    }

    // What the configuration or OpenID Connect say of a scope is not said again; null if nothing is left to say.
    private HostScope? Own(HostScope scope) =>
        !ServedCatalog.IsConfigured(scope.Name, configured) ? CatalogRules.IsStandard(scope.Name) ? scope with { Claims = [] } : scope
        : scope.DisplayName is null && scope.LocalizedDisplayNames.IsEmpty ? null
        : scope with { Claims = [], IsEnabled = true };

    private ImmutableArray<string> NotesOf(HostScope scope, HostScope own) =>
        own.Claims.IsEmpty && scope.Claims.Except(ScopeClaims.Of(scope.Name, configured), StringComparer.Ordinal).ToList() is { Count: > 0 } lost
            ? [$"opened {string.Join(' ', lost)} as well, which {(ServedCatalog.IsConfigured(scope.Name, configured) ? "the configuration" : "OpenID Connect")} does not."]
            : [];

    private static async Task<EntryImport> AddAsync<TForm, T>(
        ManagedCatalog<TForm, T> catalog,
        T value,
        string key,
        ImmutableArray<ClientDataFault> faults,
        ImmutableArray<string> notes,
        bool isDry,
        string actor,
        CancellationToken cancellationToken)
        where TForm : ICatalogForm<TForm, T>
        where T : class =>
        await catalog.FindAsync(key, cancellationToken) is { Version: not null } ? new(key, ImportState.Present, [])
        : !faults.IsEmpty ? new(key, ImportState.Refused, [.. faults.Select(fault => $"{fault.Field} {fault.Reason}")])
        : isDry || (await catalog.AddAsync(value, actor, cancellationToken)).Value is not null ? new(key, ImportState.Added, notes)
        : new(key, ImportState.Present, []); // another import is running
}
