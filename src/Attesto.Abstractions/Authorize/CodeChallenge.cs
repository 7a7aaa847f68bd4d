using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Attesto;

/// <summary>An S256 PKCE <c>code_challenge</c> (RFC 7636 §4.2). <c>plain</c> cannot be represented.</summary>
public sealed record CodeChallenge
{
    internal const string Method = "S256";

    private const int Length = 43;              // base64url(SHA-256), unpadded
    private const int MaxVerifierLength = 128;  // RFC 7636 §4.1

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private CodeChallenge(string value) => Value = value;

    /// <summary>The 43 characters of the challenge.</summary>
    public string Value { get; }

    /// <summary>Reads a challenge: canonical base64url of 32 bytes, nothing else.</summary>
    /// <param name="text">The wire value.</param>
    /// <param name="challenge">The challenge, or null.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CodeChallenge? challenge)
    {
        challenge = text is { Length: Length } && Base64Url.IsValid(text, out var bytes) && bytes == SHA256.HashSizeInBytes
            ? new CodeChallenge(text)
            : null;
        return challenge is not null;
    }

    /// <summary>True if the verifier is well formed and hashes to this challenge (RFC 7636 §4.6).</summary>
    /// <param name="verifier">The presented <c>code_verifier</c>.</param>
    /// <returns>Whether it matches; malformed and wrong look alike.</returns>
    public bool Matches(ReadOnlySpan<char> verifier)
    {
        if (verifier.Length is < Length or > MaxVerifierLength || verifier.ContainsAnyExcept(Unreserved))
        {
            return false;
        }

        Span<byte> ascii = stackalloc byte[MaxVerifierLength];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<char> expected = stackalloc char[Length];

        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(verifier, ascii)], digest);
        Base64Url.EncodeToChars(digest, expected);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(Value.AsSpan()));
    }
}
