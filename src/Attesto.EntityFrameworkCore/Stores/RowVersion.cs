using System.Security.Cryptography;

namespace Attesto.EntityFrameworkCore;

/// <summary>The version of a row that several people may change: another one after each change.</summary>
internal static class RowVersion
{
    // Guid.NewGuid would do, but for its two fixed digits.
    public static Guid New() => new(RandomNumberGenerator.GetBytes(16));
}
