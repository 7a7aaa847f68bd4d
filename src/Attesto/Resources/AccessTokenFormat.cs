using System.Collections.Immutable;

namespace Attesto.Resources;

/// <summary>How an access token is made, by what it is for.</summary>
/// <param name="SigningAlgorithm">Its <c>alg</c>; null takes the server's way.</param>
/// <param name="Type">Its <c>typ</c>; null leaves the header out.</param>
/// <param name="Lifetime">How long it lives.</param>
/// <param name="Claims">The claims about people that it may carry.</param>
internal readonly record struct AccessTokenFormat(string? SigningAlgorithm, string? Type, TimeSpan Lifetime, ImmutableArray<string> Claims)
{
    /// <summary>The format for an audience: what its resources agree on, the shortest lifetime, the claims that all of them get.</summary>
    /// <param name="audience">The resources; empty means the server's own audience.</param>
    /// <param name="options">The settings.</param>
    public static AccessTokenFormat Of(ImmutableArray<string> audience, AttestoOptions options)
    {
        if (audience.Length <= 1)
        {
            return Of(audience is [var only] ? only : options.Audience, options);
        }

        var format = Of(audience[0], options);
        foreach (var resource in audience.AsSpan(1..))
        {
            format = format.With(Of(resource, options), options);
        }

        return format;
    }

    /// <summary>The longest that any access token of this server may live.</summary>
    public static TimeSpan LongestLifetime(AttestoOptions options)
    {
        var longest = options.Tokens.AccessTokenLifetime;
        foreach (var resource in options.Resources.Supported)
        {
            longest = resource.AccessTokenLifetime > longest ? resource.AccessTokenLifetime.Value : longest;
        }

        return longest;
    }

    private static AccessTokenFormat Of(string? resource, AttestoOptions options)
    {
        for (var i = 0; i < options.Resources.Supported.Count; i++) // foreach over an interface allocates
        {
            if (options.Resources.Supported[i] is var own && ResourceUri.AreSame(own.Uri, resource))
            {
                return new(
                    own.SigningAlgorithm, own.AccessTokenType ?? options.Tokens.AccessTokenType, own.AccessTokenLifetime ?? options.Tokens.AccessTokenLifetime, [.. own.Claims]);
            }
        }

        return new(null, options.Tokens.AccessTokenType, options.Tokens.AccessTokenLifetime, []);
    }

    private AccessTokenFormat With(AccessTokenFormat other, AttestoOptions options) => new(
        string.Equals(SigningAlgorithm, other.SigningAlgorithm, StringComparison.Ordinal) ? SigningAlgorithm : null,
        string.Equals(Type, other.Type, StringComparison.OrdinalIgnoreCase) ? Type : options.Tokens.AccessTokenType,
        Lifetime < other.Lifetime ? Lifetime : other.Lifetime,
        [.. Claims.Where(other.Claims.Contains)]);
}
