using System.Globalization;
using System.Net;

namespace Attesto.AspNetCore;

/// <summary>A range of addresses in CIDR notation. The platform's IPNetwork reads the bits of a mapped IPv4 address against IPv6 networks
/// (2000::/3 "contains" ::ffff:10.0.0.1), so the bits are compared here.</summary>
internal readonly struct AddressPrefix
{
    private readonly byte[] _bytes;
    private readonly int _bits;

    private AddressPrefix(byte[] bytes, int bits) => (_bytes, _bits) = (bytes, bits);

    public static AddressPrefix Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new AddressPrefix(IPAddress.Parse(text.AsSpan(0, slash)).GetAddressBytes(), int.Parse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>True if the address, of the same family, starts with these bits.</summary>
    public bool Contains(ReadOnlySpan<byte> address)
    {
        if (address.Length != _bytes.Length || !address[..(_bits / 8)].SequenceEqual(_bytes.AsSpan(0, _bits / 8)))
        {
            return false;
        }

        var rest = _bits % 8;
        return rest == 0 || (address[_bits / 8] ^ _bytes[_bits / 8]) >> (8 - rest) == 0;
    }
}
