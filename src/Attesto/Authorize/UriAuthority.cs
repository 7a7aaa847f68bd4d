using System.Buffers;
using System.Net;

namespace Attesto.Authorize;

/// <summary>The authority of a URI (RFC 3986 §3.2), where every parser reads the same host.</summary>
internal static class UriAuthority
{
    private const int MaxPort = 65535;

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>True for <c>host[:port]</c>: a name in ASCII, or an address literal in whole brackets; no userinfo, no escapes.</summary>
    public static bool IsPlain(ReadOnlySpan<char> authority)
    {
        var hostEnd = authority is ['[', ..] ? authority.IndexOf(']') + 1 : authority.IndexOf(':') is >= 0 and var colon ? colon : authority.Length;
        return hostEnd > 0 && IsHost(authority[..hostEnd]) && IsPort(authority[hostEnd..]);
    }

    private static bool IsHost(ReadOnlySpan<char> host) => host is ['[', .. var literal, ']']
        ? !literal.Contains('%') && IPAddress.TryParse(literal, out var address) && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6
        : !host.ContainsAnyExcept(HostCharacters);

    private static bool IsPort(ReadOnlySpan<char> rest) =>
        rest.IsEmpty || (rest is [':', .. { Length: > 0 and <= 5 } digits] && !digits.ContainsAnyExceptInRange('0', '9')
            && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) <= MaxPort);
}
