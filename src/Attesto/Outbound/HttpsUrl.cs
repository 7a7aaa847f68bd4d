using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Attesto.Outbound;

/// <summary>Reads an https URL that a stranger gave. What two parsers could read differently is refused, not repaired.</summary>
internal static class HttpsUrl
{
    // RFC 3986 §2: printable ASCII; a backslash is no URL character, and some parsers take it for a slash.
    private static readonly SearchValues<char> Characters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('\\' or '"' or '<' or '>' or '^' or '`' or '{' or '|' or '}'))]);

    /// <summary>Reads the URL: absolute, https, with a host, without userinfo or fragment (RFC 3986 §3).</summary>
    /// <param name="text">The URL.</param>
    /// <param name="url">The parsed URL, or null.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        return IsPlain(text)
            && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !AuthorityOf(text).Contains('@')
            && Uri.TryCreate(text, UriKind.Absolute, out url)
            && url is { Scheme: "https", UserInfo: "", IdnHost.Length: > 0 };
    }

    /// <summary>As <see cref="TryParse(string, out Uri?)"/>; where loopback may be called, in Development, http on <c>127.0.0.1</c>, <c>[::1]</c> or
    /// <c>localhost</c> will do.</summary>
    public static bool TryParse(string text, bool allowLoopback, [NotNullWhen(true)] out Uri? url) =>
        TryParse(text, out url) || (allowLoopback && Loopback.IsRedirect(text) && Uri.TryCreate(text, UriKind.Absolute, out url) && url.IsLoopback);

    /// <summary>True if the text consists of URL characters and has no fragment.</summary>
    internal static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExcept(Characters) && !text.Contains('#', StringComparison.Ordinal);

    /// <summary>What stands between <c>//</c> and the path, as written.</summary>
    internal static ReadOnlySpan<char> AuthorityOf(string text)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : text.Length;
        var rest = text.AsSpan(start);
        var end = rest.IndexOfAny('/', '?');
        return end < 0 ? rest : rest[..end];
    }
}
