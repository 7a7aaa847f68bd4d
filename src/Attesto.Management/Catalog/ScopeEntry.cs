using Attesto.Catalog;
using Attesto.Scopes;

namespace Attesto.Management;

/// <summary>A scope as it is written and shown: every member of <see cref="HostScope"/> under its name.</summary>
internal sealed record ScopeEntry : ICatalogForm<ScopeEntry, HostScope>
{
    public string Name { get; init; } = "";

    /// <summary>Shown where the configuration serves it, and never read.</summary>
    public bool? IsConfigured { get; init; }

    public bool IsEnabled { get; init; } = true;

    public IReadOnlyList<string>? Claims { get; init; }

    /// <summary>The claims that it opens where they are not this entry's to say; shown, and never read.</summary>
    public IReadOnlyList<string>? Opens { get; init; }

    public string? DisplayName { get; init; }

    public IReadOnlyDictionary<string, string>? LocalizedDisplayNames { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string>? LocalizedDescriptions { get; init; }

    static string ICatalogForm<ScopeEntry, HostScope>.Noun => "scope";

    static string ICatalogForm<ScopeEntry, HostScope>.KeyField => nameof(Name);

    static string ICatalogForm<ScopeEntry, HostScope>.Setting => "Attesto:Scopes:Supported";

    static EventName ICatalogForm<ScopeEntry, HostScope>.Added => EventName.ScopeAdded;

    static EventName ICatalogForm<ScopeEntry, HostScope>.Changed => EventName.ScopeChanged;

    static EventName ICatalogForm<ScopeEntry, HostScope>.Removed => EventName.ScopeRemoved;

    string ICatalogForm<ScopeEntry, HostScope>.Key => (string?)Name ?? "";

    public static string KeyOf(HostScope value) => value.Name;

    public static string? DisplayNameOf(HostScope value) => value.DisplayName;

    public static bool IsEnabledOf(HostScope value) => value.IsEnabled;

    static bool ICatalogForm<ScopeEntry, HostScope>.IsConfigured(HostScope value, AttestoOptions configured) => ServedCatalog.IsConfigured(value.Name, configured);

    public static IEnumerable<HostScope> Configured(AttestoOptions configured) =>
        configured.Scopes.Supported.Prepend(StandardScopes.OpenId).Distinct(StringComparer.Ordinal).Select(name => new HostScope { Name = name });

    public static IReadOnlyList<string> OpensOf(HostScope value, AttestoOptions configured) =>
        ServedCatalog.IsConfigured(value.Name, configured) || ScopeClaims.IsStandard(value.Name) ? ScopeClaims.Of(value.Name, configured) : value.Claims;

    public static ScopeEntry Of(KnownEntry<HostScope> known) => new()
    {
        Name = known.Value.Name,
        IsConfigured = known.IsConfigured ? true : null,
        IsEnabled = known.Value.IsEnabled,
        Claims = CatalogTexts.Shown(known.Value.Claims),
        Opens = known.Value.Claims.IsEmpty ? CatalogTexts.Shown(known.Opens) : null,
        DisplayName = known.Value.DisplayName,
        LocalizedDisplayNames = CatalogTexts.Shown(known.Value.LocalizedDisplayNames),
        Description = known.Value.Description,
        LocalizedDescriptions = CatalogTexts.Shown(known.Value.LocalizedDescriptions),
    };

    public ScopeEntry Enabled(bool isEnabled) => this with { IsEnabled = isEnabled };

    public ScopeEntry WithKey(string key) => this with { Name = key };

    public HostScope ToValue() => new()
    {
        Name = (string?)Name ?? "", // JSON may have null there
        IsEnabled = IsEnabled,
        Claims = CatalogTexts.Read(Claims, nameof(Claims)),
        DisplayName = DisplayName,
        LocalizedDisplayNames = CatalogTexts.Read(LocalizedDisplayNames, nameof(LocalizedDisplayNames)),
        Description = Description,
        LocalizedDescriptions = CatalogTexts.Read(LocalizedDescriptions, nameof(LocalizedDescriptions)),
    };
}
