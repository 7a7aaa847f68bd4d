using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Attesto.EntityFrameworkCore;

/// <summary>Keeps a hash as its 32 bytes: a quarter of what its hex digits take in a database that stores text as UTF-16, and no collation compares it.</summary>
internal sealed class HashConverter() : ValueConverter<TokenHash, byte[]>(hash => Convert.FromHexString(hash.Value), bytes => new TokenHash(Convert.ToHexStringLower(bytes)))
{
    public const int Size = SHA256.HashSizeInBytes;

    public static HashConverter Instance { get; } = new();
}

/// <summary>Instants are kept in UTC; some providers forget that on the way back.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(instant => instant, stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc))
{
    public static UtcConverter Instance { get; } = new();
}
