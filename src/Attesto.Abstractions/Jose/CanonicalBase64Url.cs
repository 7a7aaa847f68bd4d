using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Attesto.Jose;

/// <summary>Base64url as JOSE means it: no padding, no white space, and one text per value (RFC 7515 §2, RFC 4648 §3.5).</summary>
public static class CanonicalBase64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    /// <summary>True if the text is canonical.</summary>
    /// <param name="text">The candidate; the empty text is canonical.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Digits))
        {
            return false;
        }

        // The bits of the last digit that no byte takes must be zero, or two texts would mean the same.
        return (text.Length % 4) switch
        {
            0 => true,
            1 => false,
            2 => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b1111) == 0,
            _ => (Alphabet.IndexOf(text[^1], StringComparison.Ordinal) & 0b11) == 0,
        };
    }

    /// <summary>Decodes a canonical text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">Its bytes, or null.</param>
    /// <returns>True if the text is canonical.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
        return bytes is not null;
    }
}
