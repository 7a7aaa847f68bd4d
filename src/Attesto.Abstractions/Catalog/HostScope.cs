using System.Collections.Immutable;

namespace Attesto;

/// <summary>A scope (RFC 6749 §3.3) that the host keeps in its database, beside those of <see cref="ScopeOptions.Supported"/>. Of a scope that stands there, or that
/// OpenID Connect gives a meaning, it says the words alone.</summary>
public sealed record HostScope
{
    /// <summary>The scope token, as clients ask for it.</summary>
    public required string Name { get; init; }

    /// <summary>False if nobody can be granted it any more; what is known of it is kept.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The claims that it opens at UserInfo and in ID tokens (OpenID Connect Core §5.4).</summary>
    public ImmutableArray<string> Claims { get; init; } = [];

    /// <summary>What it lets a client do, in few words for the person who is asked; null shows what the page says by itself.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The same in other languages, by language tag (BCP 47).</summary>
    public ImmutableDictionary<string, string> LocalizedDisplayNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A sentence more about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The same in other languages, by language tag (BCP 47).</summary>
    public ImmutableDictionary<string, string> LocalizedDescriptions { get; init; } = ImmutableDictionary<string, string>.Empty;
}
