using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Attesto.AspNetCore;

/// <summary>Whose forwarded headers count. Families never cross: an IPv4 peer behind an IPv6 socket was folded before it came here.</summary>
internal sealed class TrustedProxies(IEnumerable<string> entries)
{
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private readonly string[] _entries = [.. entries];

    /// <summary>True if whoever connects is believed.</summary>
    public bool IsAnybody { get; } = entries.Contains("any", StringComparer.Ordinal);

    /// <summary>The addresses that are believed.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; } = [.. entries.SelectMany(entry => TryParse(entry, out var networks) ? networks : [])];

    public bool Trusts(IPAddress? peer, bool isUnixSocket) =>
        IsAnybody
        || (isUnixSocket && _entries.Contains("loopback", StringComparer.Ordinal))
        || (peer is not null && IsAmongNetworks(peer));

    private bool IsAmongNetworks(IPAddress peer)
    {
        for (var i = 0; i < Networks.Count; i++) // foreach over an interface allocates, and this is asked of every request
        {
            if (Networks[i].Contains(peer))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads <c>loopback</c>, <c>any</c>, an IP address, or a CIDR range.</summary>
    public static bool TryParse(string? entry, out IReadOnlyList<IPNetwork> networks)
    {
        networks = entry is "loopback" ? Loopback : TryParseRange(entry) is { } range ? [range] : [];
        return entry is "any" || networks.Count > 0;
    }

    private static IPNetwork? TryParseRange(string? text)
    {
        var (literal, length) = text?.IndexOf('/', StringComparison.Ordinal) is int slash and >= 0
            ? (text[..slash], text[(slash + 1)..])
            : (text, null);
        if (!IPAddress.TryParse(literal, out var address) || !IsCanonical(literal, address))
        {
            return null;
        }

        var bits = address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        if (length is not null && (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            || bits > (address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128)))
        {
            return null;
        }

        return new IPNetwork(Mask(address, bits), bits);
    }

    // "10.1" and "0x7f.1" parse as IPv4 addresses too; nobody means them.
    private static bool IsCanonical(string literal, IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetworkV6 || string.Equals(address.ToString(), literal, StringComparison.Ordinal);

    private static IPAddress Mask(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)(0xff << Math.Clamp(8 - (bits - (i * 8)), 0, 8));
        }

        return new IPAddress(bytes);
    }
}
