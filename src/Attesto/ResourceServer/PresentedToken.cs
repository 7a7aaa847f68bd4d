namespace Attesto.ResourceServer;

/// <summary>An access token as it came with a request.</summary>
/// <param name="Token">Its text, within the header that brought it; any string.</param>
/// <param name="UnderDpop">True if it came under the DPoP scheme (RFC 9449 §7.1).</param>
internal readonly record struct PresentedToken(ReadOnlyMemory<char> Token, bool UnderDpop)
{
    private const string Bearer = "Bearer";

    /// <summary>Finds the token: in the one header, else in the form where that is allowed, else where the host found it. Never in the query (RFC 9700 §4.3.2).</summary>
    public static PresentedToken? Find(OAuthRequest request, ProtectedResource resource) => request.Authorization switch
    {
        [var header] => Parse(header),
        [] when resource.BearerMethods.AsSpan().Contains("body") && FindInForm(request) is { } token => new(token.AsMemory(), UnderDpop: false),
        [] when resource.ExtractedToken is { Length: > 0 } token => new(token.AsMemory(), UnderDpop: !request.Dpop.IsEmpty),
        _ => null, // several headers are none: which one counts is not ours to guess
    };

    /// <summary>True for a token in the header and another in the form, whether or not one in the form would count: a client must not use two ways at once
    /// (RFC 6750 §2).</summary>
    public static bool IsAmbiguous(OAuthRequest request) => request.Authorization is [var header] && Parse(header) is not null && FindInForm(request) is not null;

    private static PresentedToken? Parse(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header.AsMemory(space).Trim(' ') is not { IsEmpty: false } token)
        {
            return null;
        }

        var scheme = header.AsSpan(0, space);
        return scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase) ? new(token, UnderDpop: false)
            : scheme.Equals(ResourceChallenge.Dpop, StringComparison.OrdinalIgnoreCase) ? new(token, UnderDpop: true)
            : null;
    }

    // RFC 6750 §2.2: a form body alone, and never of a GET.
    private static string? FindInForm(OAuthRequest request) =>
        string.Equals(request.Method, "POST", StringComparison.Ordinal)
        && request.Unreadable is null
        && request.Parameters.FindRepeated() is null
            ? request.Parameters[Parameters.AccessToken]
            : null;
}
