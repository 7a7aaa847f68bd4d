using System.Security.Cryptography;
using System.Text;

namespace Attesto;

/// <summary>SHA-256 of a code, token or other bearer secret, in lower-case hex: all that is ever stored of it (RFC 6819 §5.1.4.1.3).</summary>
/// <param name="Value">64 characters.</param>
public readonly record struct TokenHash(string Value)
{
    /// <summary>The hash of a secret as presented.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>Its hash.</returns>
    public static TokenHash Of(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Of(secret.AsSpan());
    }

    internal static TokenHash Of(ReadOnlySpan<char> secret)
    {
        const int usual = 512; // bytes; longer ones, such as a signed token, are copied to the heap
        var length = Encoding.UTF8.GetMaxByteCount(secret.Length);
        Span<byte> utf8 = length <= usual ? stackalloc byte[usual] : new byte[length];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(secret, utf8)], digest);
        return new(Convert.ToHexStringLower(digest));
    }
}
