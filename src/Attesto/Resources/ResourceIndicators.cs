using System.Buffers;
using System.Collections.Immutable;

namespace Attesto.Resources;

/// <summary>The resources that a request names (RFC 8707 §2): absolute URIs without fragment, each once, in order.</summary>
internal sealed record ResourceIndicators
{
    private const int MaxLength = 2048;
    private const int MaxCount = 32;
    private const int LongestNamed = 100; // in a refusal, which says what was asked

    private static readonly SearchValues<char> UriCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static readonly ResourceIndicators None = new([]);

    private ResourceIndicators(ImmutableArray<string> values) => Values = values;

    /// <summary>The URIs; empty if the request names none.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Reads the resources of a request and refuses those that the client may not ask for.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="options">What the server serves.</param>
    /// <returns>The resources, or <c>invalid_target</c>.</returns>
    public static Result<ResourceIndicators> Parse(RequestParameters parameters, Client client, AttestoOptions options) =>
        Parse(NamedIn(parameters, client, options), client, options);

    // RFC 8707 §2: a client that cannot name a resource may have one by default.
    private static ImmutableArray<string> NamedIn(RequestParameters parameters, Client client, AttestoOptions options)
    {
        var named = parameters.All(Parameters.Resource);
        named = options.Resources.AudienceParameterSupported ? named.AddRange(parameters.All(Parameters.Audience)) : named;
        return !named.IsEmpty ? named : client.DefaultResource is { } usual ? [usual] : [];
    }

    /// <summary>Reads resources and refuses those that the client may not ask for.</summary>
    /// <param name="values">The values as sent.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="options">What the server serves.</param>
    /// <returns>The resources, or <c>invalid_target</c>.</returns>
    public static Result<ResourceIndicators> Parse(ImmutableArray<string> values, Client client, AttestoOptions options)
    {
        if (!Parse(values).TryGet(out var resources, out var error))
        {
            return error;
        }

        return resources.Matched(value => ServedAudiences.Find(value, client, options));
    }

    /// <summary>Reads the resources of a request that narrows an earlier one; the caller compares with what was granted.</summary>
    /// <param name="values">The values as sent.</param>
    /// <returns>The resources, or <c>invalid_target</c> if one is malformed.</returns>
    public static Result<ResourceIndicators> Parse(ImmutableArray<string> values) =>
        values.IsEmpty ? None :
        values.Length > MaxCount || !values.All(IsResource)
            ? OAuthError.InvalidTarget("resource must be an absolute URI without fragment")
            : new ResourceIndicators([.. values.Distinct(StringComparer.Ordinal)]);

    /// <summary>What a request may narrow an authorization to: all of it that the client may still have if it names nothing, refused if it names more.</summary>
    /// <param name="granted">The resources of the authorization; empty means the server's own audience.</param>
    /// <param name="client">Whose authorization it is.</param>
    /// <param name="options">What the server serves.</param>
    /// <returns>The resources of the new token, empty for the server's own audience, or <c>invalid_target</c>.</returns>
    public Result<ResourceIndicators> Narrow(ImmutableArray<string> granted, Client client, AttestoOptions options)
    {
        if (granted.IsEmpty)
        {
            return Narrow(granted, options);
        }

        // Nothing left must not become empty: that would mean the server's own audience.
        var left = granted.RemoveAll(value => !ServedAudiences.Contains(value, client, options));
        return left.IsEmpty ? Unserved : Narrow(left, options);
    }

    /// <summary>What a request may narrow an earlier token to: all of it if it names nothing, refused if it names more.</summary>
    /// <param name="granted">The resources of the earlier token; empty means the server's own audience.</param>
    /// <param name="options">The server's own audience.</param>
    /// <returns>The resources of the new token, empty for the server's own audience, or <c>invalid_target</c>.</returns>
    public Result<ResourceIndicators> Narrow(ImmutableArray<string> granted, AttestoOptions options)
    {
        if (Values.IsEmpty)
        {
            return new ResourceIndicators(granted);
        }

        var ceiling = granted.IsEmpty && options.Audience is { } audience ? [audience] : granted;
        return Matched(value => ResourceUri.Find(ceiling, value));
    }

    // From here on a resource is written as the host writes it.
    private Result<ResourceIndicators> Matched(Func<string, string?> find)
    {
        if (Values.IsEmpty)
        {
            return this;
        }

        var found = Values.Select(find).ToImmutableArray();
        var lost = found.IndexOf(null);
        return lost >= 0 ? Refuse(Values[lost]) : new ResourceIndicators([.. found.OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    private static OAuthError Unserved => OAuthError.InvalidTarget("the resource is unknown or beyond what was granted");

    private static OAuthError Refuse(string resource) =>
        resource.Length > LongestNamed ? Unserved : OAuthError.InvalidTarget($"the resource {resource} is unknown or beyond what was granted");

    private static bool IsResource(string value) =>
        value.Length is > 0 and <= MaxLength
        && !value.AsSpan().ContainsAnyExcept(UriCharacters) // no fragment: '#' is not among them
        && HasScheme(value)
        && HasWholeEscapes(value)
        && Uri.TryCreate(value, UriKind.Absolute, out _);

    private static bool HasScheme(string value) =>
        value.IndexOf(':') is > 0 and var colon
        && char.IsAsciiLetter(value[0])
        && !value.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);

    private static bool HasWholeEscapes(string value)
    {
        for (var i = value.IndexOf('%'); i >= 0; i = value.IndexOf('%', i + 1))
        {
            if (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
