using Attesto.Catalog;
using Attesto.Resources;

namespace Attesto.Management;

/// <summary>An API as it is written and shown: every member of <see cref="HostApi"/> under its name.</summary>
internal sealed record ApiEntry : ICatalogForm<ApiEntry, HostApi>
{
    public string Uri { get; init; } = "";

    /// <summary>Shown where the configuration serves it, and never read.</summary>
    public bool? IsConfigured { get; init; }

    public bool IsEnabled { get; init; } = true;

    public string? DisplayName { get; init; }

    public IReadOnlyDictionary<string, string>? LocalizedDisplayNames { get; init; }

    public IReadOnlyList<string>? Claims { get; init; }

    static string ICatalogForm<ApiEntry, HostApi>.Noun => "API";

    static string ICatalogForm<ApiEntry, HostApi>.KeyField => nameof(Uri);

    static string ICatalogForm<ApiEntry, HostApi>.Setting => "Attesto:Resources:Supported";

    static EventName ICatalogForm<ApiEntry, HostApi>.Added => EventName.ApiAdded;

    static EventName ICatalogForm<ApiEntry, HostApi>.Changed => EventName.ApiChanged;

    static EventName ICatalogForm<ApiEntry, HostApi>.Removed => EventName.ApiRemoved;

    string ICatalogForm<ApiEntry, HostApi>.Key => (string?)Uri ?? "";

    public static string KeyOf(HostApi value) => value.Uri;

    public static string? DisplayNameOf(HostApi value) => value.DisplayName;

    public static bool IsEnabledOf(HostApi value) => value.IsEnabled;

    static bool ICatalogForm<ApiEntry, HostApi>.IsConfigured(HostApi value, AttestoOptions configured) => ServedCatalog.IsConfigured(value, configured);

    public static IEnumerable<HostApi> Configured(AttestoOptions configured) =>
        configured.Resources.Supported.Select(resource => resource.Uri).Append(configured.Audience).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(uri => new HostApi { Uri = uri });

    public static IReadOnlyList<string> OpensOf(HostApi value, AttestoOptions configured) =>
        !ServedCatalog.IsConfigured(value, configured) ? value.Claims
        : [.. configured.Resources.Supported.FirstOrDefault(resource => ResourceUri.AreSame(resource.Uri, value.Uri))?.Claims ?? []];

    public static ApiEntry Of(KnownEntry<HostApi> known) => new()
    {
        Uri = known.Value.Uri,
        IsConfigured = known.IsConfigured ? true : null,
        IsEnabled = known.Value.IsEnabled,
        DisplayName = known.Value.DisplayName,
        LocalizedDisplayNames = CatalogTexts.Shown(known.Value.LocalizedDisplayNames),
        Claims = CatalogTexts.Shown(known.IsConfigured ? known.Opens : known.Value.Claims),
    };

    public ApiEntry Enabled(bool isEnabled) => this with { IsEnabled = isEnabled };

    public ApiEntry WithKey(string key) => this with { Uri = key };

    public HostApi ToValue() => new()
    {
        Uri = (string?)Uri ?? "", // JSON may have null there
        IsEnabled = IsEnabled,
        DisplayName = DisplayName,
        LocalizedDisplayNames = CatalogTexts.Read(LocalizedDisplayNames, nameof(LocalizedDisplayNames)),
        Claims = CatalogTexts.Read(Claims, nameof(Claims)),
    };
}
