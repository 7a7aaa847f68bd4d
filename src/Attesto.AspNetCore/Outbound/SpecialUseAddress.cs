using System.Net;
using System.Net.Sockets;

namespace Attesto.AspNetCore;

/// <summary>Addresses that no stranger's URL may lead to (RFC 6890 and its successors in the IANA special-purpose registries).</summary>
internal static class SpecialUseAddress
{
    private const int V4Length = 4;

    private static readonly AddressPrefix[] V4 =
    [
        AddressPrefix.Parse("0.0.0.0/8"),       // this network, RFC 791
        AddressPrefix.Parse("10.0.0.0/8"),      // private, RFC 1918
        AddressPrefix.Parse("100.64.0.0/10"),   // shared, RFC 6598
        AddressPrefix.Parse("127.0.0.0/8"),     // loopback, RFC 1122
        AddressPrefix.Parse("169.254.0.0/16"),  // link-local, RFC 3927: where clouds keep their metadata
        AddressPrefix.Parse("172.16.0.0/12"),   // private, RFC 1918
        AddressPrefix.Parse("192.0.0.0/24"),    // IETF protocol assignments, RFC 6890
        AddressPrefix.Parse("192.0.2.0/24"),    // documentation, RFC 5737
        AddressPrefix.Parse("192.88.99.0/24"),  // 6to4 relays, RFC 7526
        AddressPrefix.Parse("192.168.0.0/16"),  // private, RFC 1918
        AddressPrefix.Parse("198.18.0.0/15"),   // benchmarks, RFC 2544
        AddressPrefix.Parse("198.51.100.0/24"), // documentation, RFC 5737
        AddressPrefix.Parse("203.0.113.0/24"),  // documentation, RFC 5737
        AddressPrefix.Parse("224.0.0.0/4"),     // multicast, RFC 1112
        AddressPrefix.Parse("240.0.0.0/4"),     // reserved and broadcast, RFC 1112
    ];

    // Outside 2000::/3 nothing is ever public: loopback, unique-local, link-local, multicast, discard and segment routing all fall out by themselves.
    private static readonly AddressPrefix GlobalUnicast = AddressPrefix.Parse("2000::/3");

    private static readonly AddressPrefix[] V6 =
    [
        AddressPrefix.Parse("2001::/23"),     // IETF protocol assignments, RFC 2928: Teredo, benchmarks, ORCHID
        AddressPrefix.Parse("2001:db8::/32"), // documentation, RFC 3849
        AddressPrefix.Parse("3fff::/20"),     // documentation, RFC 9637
    ];

    // Each carries an IPv4 address that a gateway may connect to instead; at which byte it stands.
    private static readonly (AddressPrefix Network, int Offset)[] Embedding =
    [
        (AddressPrefix.Parse("::/96"), 12),            // IPv4-compatible, RFC 4291 §2.5.5.1
        (AddressPrefix.Parse("::ffff:0:0/96"), 12),    // IPv4-mapped, RFC 4291 §2.5.5.2
        (AddressPrefix.Parse("::ffff:0:0:0/96"), 12),  // IPv4-translated, RFC 2765
        (AddressPrefix.Parse("64:ff9b::/96"), 12),     // NAT64, RFC 6052
        (AddressPrefix.Parse("2002::/16"), 2),         // 6to4, RFC 3056
    ];

    /// <summary>True if nothing may connect there.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowLoopback">True lets loopback pass, in either family, and nothing else.</param>
    /// <returns>Whether it is refused.</returns>
    public static bool IsForbidden(IPAddress address, bool allowLoopback) =>
        (IsSpecialUse(address.GetAddressBytes()) && !(allowLoopback && IPAddress.IsLoopback(address))) || address.ScopeIdOrZero() != 0;

    private static bool IsSpecialUse(ReadOnlySpan<byte> address) =>
        address.Length is V4Length ? IsAmong(V4, address)
        : Embedded(address) is { IsEmpty: false } embedded ? IsSpecialUse(embedded)
        : !GlobalUnicast.Contains(address) || IsAmong(V6, address);

    private static bool IsAmong(AddressPrefix[] networks, ReadOnlySpan<byte> address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Embedded(ReadOnlySpan<byte> address)
    {
        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(address))
            {
                return address.Slice(offset, V4Length);
            }
        }

        return default;
    }

    private static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
