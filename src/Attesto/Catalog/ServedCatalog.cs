using System.Collections.Immutable;
using Attesto.Jose;
using Attesto.Resources;
using Attesto.Scopes;

namespace Attesto.Catalog;

/// <summary>The settings in effect: what is configured, and what the host keeps in its database beside that. Of two that say something the configuration wins.</summary>
/// <param name="Options">The settings.</param>
/// <param name="Catalog">What the database says.</param>
internal sealed record ServedCatalog(AttestoOptions Options, HostCatalog Catalog)
{
    private ImmutableDictionary<string, HostScope> Scopes { get; } = Catalog.Scopes.ToImmutableDictionary(scope => scope.Name, StringComparer.Ordinal);

    public static ServedCatalog Of(AttestoOptions configured, HostCatalog catalog)
    {
        var scopes = catalog.Scopes.Where(scope => scope.IsEnabled && !IsConfigured(scope.Name, configured)).ToList();
        var own = scopes.Where(scope => !ScopeClaims.IsStandard(scope.Name) && !scope.Claims.IsEmpty).ToList();
        var (options, opened) = (configured.Copy(), own.SelectMany(ClaimsOf).ToList());
        (options.Scopes, options.Claims, options.Resources) = (configured.Scopes.Copy(), configured.Claims.Copy(), configured.Resources.Copy());
        options.Scopes.Supported = [.. configured.Scopes.Supported, .. scopes.Select(scope => scope.Name)];
        options.Scopes.Claims = configured.Scopes.Claims.Concat(own.Where(scope => !configured.Scopes.Claims.ContainsKey(scope.Name))
            .Select(scope => KeyValuePair.Create(scope.Name, string.Join(' ', ClaimsOf(scope))))).ToDictionary(StringComparer.Ordinal);
        options.Claims.Supported = configured.Claims.Supported.Count == 0 ? [] : [.. configured.Claims.Supported.Union(opened, StringComparer.Ordinal)];
        options.Resources.Supported = [.. configured.Resources.Supported, .. catalog.Apis.Where(api => api.IsEnabled && !IsConfigured(api, configured)).Select(ResourceOf)];
        return new ServedCatalog(options, catalog);
    }

    /// <summary>What the database says of a scope, also of one that is configured.</summary>
    public HostScope? Find(string scope) => Scopes.GetValueOrDefault(scope);

    /// <summary>True if the configuration serves the scope.</summary>
    public static bool IsConfigured(string scope, AttestoOptions configured) =>
        scope is StandardScopes.OpenId || configured.Scopes.Supported.Contains(scope, StringComparer.Ordinal);

    /// <summary>True if the configuration serves the API.</summary>
    public static bool IsConfigured(HostApi api, AttestoOptions configured) =>
        configured.Resources.Supported.Select(resource => resource.Uri).Append(configured.Audience).Any(uri => ResourceUri.AreSame(uri, api.Uri));

    // Whoever wrote into the tables by hand was not asked for the rules.
    private static IEnumerable<string> ClaimsOf(HostScope scope) => scope.Claims.Where(claim => !TokenClaims.ReservedInIdTokens.Contains(claim));

    private static SupportedResource ResourceOf(HostApi api) => new()
    {
        Uri = api.Uri,
        Claims = [.. api.Claims.Where(claim => !TokenClaims.ReservedInAccessTokens.Contains(claim))],
        DisplayName = api.DisplayName,
        LocalizedDisplayNames = api.LocalizedDisplayNames,
    };
}
