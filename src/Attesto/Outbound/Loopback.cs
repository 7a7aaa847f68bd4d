namespace Attesto.Outbound;

/// <summary>Redirects to the device itself (RFC 8252 §7.3).</summary>
internal static class Loopback
{
    private const string Scheme = "http://";

    /// <summary>True for http on <c>127.0.0.1</c>, <c>[::1]</c> or <c>localhost</c>, on any port.</summary>
    public static bool IsRedirect(string uri) => HostOf(uri) is "127.0.0.1" or "[::1]" or "localhost";

    /// <summary>True for http on <c>localhost</c>, which RFC 8252 §8.3 advises against.</summary>
    public static bool IsLocalhost(string uri) => HostOf(uri) is "localhost";

    private static ReadOnlySpan<char> HostOf(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal) || !HttpsUrl.IsPlain(uri))
        {
            return default;
        }

        var authority = HttpsUrl.AuthorityOf(uri);
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
    }
}
