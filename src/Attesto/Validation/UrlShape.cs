using System.Buffers;
using System.Text;

namespace Attesto.Validation;

/// <summary>What a configured URL may look like.</summary>
internal static class UrlShape
{
    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("/-._~!$&'()+,;=:@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"); // RFC 3986 §3.3, without escapes and *

    /// <summary>Why the text is no absolute https URL with a host and without userinfo and fragment; null if it is one. On a loopback host http will do
    /// where the server does not demand TLS.</summary>
    public static string? FaultOf(string? text, bool allowHttpOnLoopback, bool allowQuery)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is missing";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return $"is \"{text}\", which is not an absolute URL";
        }

        return (url.Scheme is not "https" && !(url is { Scheme: "http", IsLoopback: true } && allowHttpOnLoopback)) ? $"is \"{text}\", which is not https" :
            url.UserInfo.Length > 0 ? $"is \"{text}\", which names a user" :
            text.Contains('#', StringComparison.Ordinal) ? $"is \"{text}\", which has a fragment" :
            !allowQuery && text.Contains('?', StringComparison.Ordinal) ? $"is \"{text}\", which has a query" :
            HasMalformedEscape(text) ? $"is \"{text}\", which has a malformed percent escape" :
            null;
    }

    /// <summary>True for an absolute URI without fragment and malformed escapes (RFC 8707 §2).</summary>
    public static bool IsResource(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme.Length > 0 && text[0] != '/'
        && !text.Contains('#', StringComparison.Ordinal) && !HasMalformedEscape(text) && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>True for scheme, host and perhaps port, as browsers write an <c>Origin</c> header (RFC 6454 §6.2).</summary>
    public static bool IsOrigin(string text) =>
        Ascii.IsValid(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.Ordinal);

    /// <summary>True for an origin of a browser or a web view, whose scheme may be its own: <c>capacitor://localhost</c>, <c>chrome-extension://id</c>.</summary>
    public static bool IsWebOrigin(string text) =>
        IsOrigin(text) || (Ascii.IsValid(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: not ("http" or "https" or "file"), Host.Length: > 0 }
            && string.Equals($"{url.Scheme}://{url.Authority}", text, StringComparison.Ordinal));

    /// <summary>True for a path below the issuer's: it begins with one slash and holds nothing that routing or a browser would read differently.</summary>
    public static bool IsPath(string text) =>
        text is ['/', .. var rest] && !text.Contains("//", StringComparison.Ordinal)
            && !rest.AsSpan().ContainsAnyExcept(PathCharacters) && !rest.Split('/').Any(segment => segment is "." or "..");

    private static bool HasMalformedEscape(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return true;
            }
        }

        return false;
    }
}
