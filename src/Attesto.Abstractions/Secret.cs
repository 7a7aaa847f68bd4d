using System.Buffers.Text;
using System.Security.Cryptography;

namespace Attesto;

/// <summary>Fresh unguessable values (RFC 6749 §10.10).</summary>
public static class Secret
{
    /// <summary>256 random bits as 43 characters of base64url: codes, tokens, client secrets, nonces.</summary>
    /// <returns>A new value.</returns>
    public static string New() => New(32);

    /// <summary>128 random bits as 22 characters of base64url: identifiers such as <c>jti</c>.</summary>
    /// <returns>A new value.</returns>
    public static string NewId() => New(16);

    private static string New(int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
