using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>The matching of redirect URIs (RFC 6749 §3.1.2, RFC 8252 §7). Strings are compared, never parsed URLs: no parser can be tricked.</summary>
internal static class RedirectUris
{
    private const int MaxPort = 65535;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    // A browser runs or opens these itself; none of them is an application that waits for a code.
    private static readonly FrozenSet<string> ActiveSchemes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "about", "blob", "cid", "content", "data", "feed", "file", "filesystem", "ftp", "ftps", "gopher", "intent", "jar", "javascript", "ldap", "ldaps", "livescript",
        "mailto", "mhtml", "mid", "mocha", "ms-msdt", "news", "nfs", "nntp", "res", "resource", "rtsp", "search-ms", "sftp", "sms", "smb", "ssh", "tel", "telnet", "urn",
        "vbscript", "view-source", "ws", "wss");

    /// <summary>Matches the presented URI with the client's registration. From here on errors go to the client.</summary>
    internal static OAuthError? Match(AuthorizationContext context)
    {
        context.RedirectUri = Find(context);
        return context.RedirectUri is null ? OAuthError.InvalidRequest("redirect_uri is missing or not registered for this client") : null;
    }

    /// <summary>The presented URI, if it is a registered one.</summary>
    internal static ValidatedRedirectUri? Find(AuthorizationContext context) => Find(context, context[Parameters.RedirectUri]);

    internal static ValidatedRedirectUri? Find(AuthorizationContext context, string? uri) =>
        uri is not null
            && IsRegistered(context.Client, uri, context.Client.AllowLocalhostRedirects ?? context.Options.Clients.AllowLocalhostRedirects)
                ? new ValidatedRedirectUri(uri)
                : null;

    /// <summary>True if the URI is byte-equal to a registered one, or differs from a loopback one in its port only (RFC 8252 §7.3).</summary>
    internal static bool IsRegistered(Client client, string uri, bool allowLocalhost) => IsAmong(client.RedirectUris, client, uri, allowLocalhost);

    /// <summary>The same for the place where a person is sent after logout (OpenID Connect RP-Initiated Logout §3): a native client listens on another port each time.</summary>
    internal static bool IsRegisteredForLogout(Client client, string uri, bool allowLocalhost) =>
        IsAmong(client.PostLogoutRedirectUris, client, uri, client.AllowLocalhostRedirects ?? allowLocalhost);

    private static bool IsAmong(ImmutableArray<string> uris, Client client, string uri, bool allowLocalhost)
    {
        if (!IsAcceptable(uri))
        {
            return false;
        }

        foreach (var registered in uris)
        {
            if (string.Equals(registered, uri, StringComparison.Ordinal) || (IsNative(client) && DiffersInPortOnly(registered, uri, allowLocalhost)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the text can be a redirect URI at all: absolute, no fragment (RFC 6749 §3.1.2), no scheme that a browser acts on,
    /// and nothing that two parsers read differently: backslash, blank, control character, userinfo.</summary>
    internal static bool IsAcceptable(string uri)
    {
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(uri[0]) || uri.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters)
            || uri.AsSpan().ContainsAnyExcept(UriCharacters)
            || ActiveSchemes.Contains(uri[..colon]))
        {
            return false;
        }

        var isWeb = uri.AsSpan(0, colon).Equals("https", StringComparison.OrdinalIgnoreCase) || uri.AsSpan(0, colon).Equals("http", StringComparison.OrdinalIgnoreCase);
        return HasPlainAuthority(uri.AsSpan(colon + 1), isWeb) && Uri.TryCreate(uri, UriKind.Absolute, out _); // the pages that show it parse it
    }

    // A private-use scheme needs no authority (RFC 8252 §7.1), the web's schemes do.
    private static bool HasPlainAuthority(ReadOnlySpan<char> rest, bool isWeb)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return !isWeb;
        }

        var authority = rest[2..];
        var end = authority.IndexOfAny('/', '?');
        authority = end < 0 ? authority : authority[..end];
        return authority.IsEmpty ? !isWeb : UriAuthority.IsPlain(authority);
    }

    // A public client with a loopback redirect is an installed application, whatever type it registered as: no web server answers there.
    private static bool IsNative(Client client) => client.ApplicationType is ApplicationType.Native || client.IsPublic;

    private static bool DiffersInPortOnly(string registered, string uri, bool allowLocalhost)
    {
        foreach (var origin in (ReadOnlySpan<string>)["http://127.0.0.1", "http://[::1]", .. allowLocalhost ? ["http://localhost"] : Array.Empty<string>()])
        {
            if (TrySplit(registered, origin, out var registeredRest) && TrySplit(uri, origin, out var rest))
            {
                return registeredRest.SequenceEqual(rest);
            }
        }

        return false;
    }

    /// <summary>Splits <c>origin[:port]rest</c>; the rest is empty or starts with a slash or question mark.</summary>
    private static bool TrySplit(string uri, string origin, out ReadOnlySpan<char> rest)
    {
        rest = default;
        if (!uri.StartsWith(origin, StringComparison.Ordinal))
        {
            return false;
        }

        rest = uri.AsSpan(origin.Length);
        if (rest is [':', ..])
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? rest[1..(end + 1)] : rest[1..];
            if (digits.Length is 0 or > 5 || digits[0] == '0' || int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) > MaxPort)
            {
                return false;
            }

            rest = rest[(digits.Length + 1)..];
        }

        return rest is [] or ['/' or '?', ..];
    }
}
