using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Attesto.Templates;

/// <summary>A person's authenticator (RFC 6238), which knows a key as a page shows it.</summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(string key)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
        Span<byte> digest = stackalloc byte[20];
#pragma warning disable CA5350 // what authenticators use (RFC 6238 §1.2)
        HMACSHA1.HashData(Decode(key.Replace(" ", "", StringComparison.Ordinal)), step, digest);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(digest[(digest[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    // Base32 (RFC 4648 §6).
    private static byte[] Decode(string text)
    {
        var bits = string.Concat(text.TrimEnd('=').Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.OrdinalIgnoreCase), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }
}
