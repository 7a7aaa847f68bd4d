using System.Collections.Immutable;

namespace Attesto;

/// <summary>An API that tokens may be asked for (RFC 8707 §2), which the host keeps in its database, beside those of <see cref="ResourceOptions.Supported"/>.</summary>
public sealed record HostApi
{
    /// <summary>The <c>aud</c> of its tokens: an absolute URI without fragment.</summary>
    public required string Uri { get; init; }

    /// <summary>False if no token is issued for it any more; what is known of it is kept.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Its name for people (RFC 9728 §2, <c>resource_name</c>); null names none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The same in other languages, by language tag (BCP 47; RFC 9728 §2.1).</summary>
    public ImmutableDictionary<string, string> LocalizedDisplayNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The claims about people that its tokens carry, of those that the granted scopes open: <see cref="SupportedResource.Claims"/>.</summary>
    public ImmutableArray<string> Claims { get; init; } = [];
}
