using System.Collections.Immutable;
using System.ComponentModel;

namespace Attesto;

/// <summary>An API that tokens may be asked for (RFC 8707 §2), and how its access tokens are made where they differ from the others. In configuration the URI alone
/// will do as well. A token for several resources lives as long as the shortest, has the claims that all of them get, and is signed and typed
/// as the server's other tokens where they do not agree.</summary>
[TypeConverter(typeof(SupportedResourceConverter))]
public sealed class SupportedResource
{
    /// <summary>The <c>aud</c> of its tokens: an absolute URI without fragment. It may also be <see cref="AttestoOptions.Audience"/>.</summary>
    public string Uri { get; set; } = "";

    /// <summary>The <c>alg</c> that its tokens are signed with, such as RS256 for verifiers that know no other; null takes the server's way, ES256 where it
    /// has such a key.</summary>
    public string? SigningAlgorithm { get; set; }

    /// <summary>The <c>typ</c> header of its tokens: <c>at+jwt</c> (RFC 9068 §2.1), or <c>JWT</c> for verifiers that refuse that; null follows
    /// <see cref="TokenOptions.AccessTokenType"/>.</summary>
    public string? AccessTokenType { get; set; }

    /// <summary>How long its tokens live; null follows <see cref="TokenOptions.AccessTokenLifetime"/>.</summary>
    public TimeSpan? AccessTokenLifetime { get; set; }

    /// <summary>The claims about people that its tokens carry, of those that the granted scopes open (<see cref="ScopeOptions.Claims"/>) and the host's
    /// <see cref="IClaimsPolicy"/> knows; none by default.</summary>
    public IList<string> Claims { get; set; } = [];

    /// <summary>Its name for people (RFC 9728 §2), where the host keeps it in its database.</summary>
    internal string? DisplayName { get; init; }

    /// <summary>The same in other languages.</summary>
    internal ImmutableDictionary<string, string> LocalizedDisplayNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A resource that says nothing more.</summary>
    /// <param name="uri">Its URI.</param>
    public static implicit operator SupportedResource(string uri) => FromString(uri);

    /// <summary>A resource that says nothing more.</summary>
    /// <param name="uri">Its URI.</param>
    /// <returns>The resource.</returns>
    public static SupportedResource FromString(string uri) => new() { Uri = uri };

    /// <inheritdoc/>
    public override string ToString() => Uri;
}
