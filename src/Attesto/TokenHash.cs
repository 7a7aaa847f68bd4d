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
    public static TokenHash Of(string secret) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
}
