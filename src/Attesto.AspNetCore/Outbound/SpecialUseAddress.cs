using System.Net;
using System.Net.Sockets;

namespace Attesto.AspNetCore;

/// <summary>Addresses that no stranger's URL may lead to (RFC 6890 and its successors in the IANA special-purpose registries).</summary>
internal static class SpecialUseAddress
{
    private static readonly IPNetwork[] V4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),       // this network, RFC 791
        IPNetwork.Parse("10.0.0.0/8"),      // private, RFC 1918
        IPNetwork.Parse("100.64.0.0/10"),   // shared, RFC 6598
        IPNetwork.Parse("127.0.0.0/8"),     // loopback, RFC 1122
        IPNetwork.Parse("169.254.0.0/16"),  // link-local, RFC 3927: where clouds keep their metadata
        IPNetwork.Parse("172.16.0.0/12"),   // private, RFC 1918
        IPNetwork.Parse("192.0.0.0/24"),    // IETF protocol assignments, RFC 6890
        IPNetwork.Parse("192.0.2.0/24"),    // documentation, RFC 5737
        IPNetwork.Parse("192.88.99.0/24"),  // 6to4 relays, RFC 7526
        IPNetwork.Parse("192.168.0.0/16"),  // private, RFC 1918
        IPNetwork.Parse("198.18.0.0/15"),   // benchmarks, RFC 2544
        IPNetwork.Parse("198.51.100.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("203.0.113.0/24"),  // documentation, RFC 5737
        IPNetwork.Parse("224.0.0.0/4"),     // multicast, RFC 1112
        IPNetwork.Parse("240.0.0.0/4"),     // reserved and broadcast, RFC 1112
    ];

    // Outside 2000::/3 nothing is ever public: loopback, unique-local, link-local, multicast, discard and segment routing all fall out by themselves.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] V6 =
    [
        IPNetwork.Parse("2001::/23"),     // IETF protocol assignments, RFC 2928: Teredo, benchmarks, ORCHID
        IPNetwork.Parse("2001:db8::/32"), // documentation, RFC 3849
        IPNetwork.Parse("3fff::/20"),     // documentation, RFC 9637
    ];

    // Each carries an IPv4 address that a gateway may connect to instead; at which byte it stands.
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("::/96"), 12),            // IPv4-compatible, RFC 4291 §2.5.5.1
        (IPNetwork.Parse("::ffff:0:0/96"), 12),    // IPv4-mapped, RFC 4291 §2.5.5.2
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12),  // IPv4-translated, RFC 2765
        (IPNetwork.Parse("64:ff9b::/96"), 12),     // NAT64, RFC 6052
        (IPNetwork.Parse("2002::/16"), 2),         // 6to4, RFC 3056
    ];

    /// <summary>True if nothing may connect there.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowLoopback">True lets loopback pass, in either family, and nothing else.</param>
    /// <returns>Whether it is refused.</returns>
    public static bool IsForbidden(IPAddress address, bool allowLoopback) =>
        (IsSpecialUse(address) && !(allowLoopback && IPAddress.IsLoopback(address))) || address.ScopeIdOrZero() != 0;

    private static bool IsSpecialUse(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => Array.Exists(V4, network => network.Contains(address)),
            AddressFamily.InterNetworkV6 when Unwrap(address) is { } embedded => IsSpecialUse(embedded),
            AddressFamily.InterNetworkV6 => !GlobalUnicast.Contains(address) || Array.Exists(V6, network => network.Contains(address)),
            _ => true,
        };

    private static IPAddress? Unwrap(IPAddress address)
    {
        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(address))
            {
                Span<byte> bytes = stackalloc byte[16];
                address.TryWriteBytes(bytes, out _);
                return new IPAddress(bytes.Slice(offset, 4));
            }
        }

        return null;
    }

    private static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
