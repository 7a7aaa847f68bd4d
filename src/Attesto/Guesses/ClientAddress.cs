using System.Net;
using System.Net.Sockets;

namespace Attesto.Guesses;

/// <summary>Whose requests are counted together.</summary>
internal static class ClientAddress
{
    private const int PrefixBytes = 8; // of an IPv6 address: one subscriber has a /64 and more

    /// <summary>What stands for all addresses of one subscriber.</summary>
    public static string Subscriber(string? address) =>
        IPAddress.TryParse(address, out var parsed) && parsed is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, PrefixBytes))
            : address ?? "";
}
