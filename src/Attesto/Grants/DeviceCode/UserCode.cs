using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Attesto.Grants;

/// <summary>The code that a person types (RFC 8628 §6.1): consonants that spell no word and look unlike each other.</summary>
internal static class UserCode
{
    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";
    private const int Length = 8;
    private const int MaxTyped = 64; // room for what people put between and after
    private const int Wide = 'Ａ' - 'A'; // the wide forms of East Asian keyboards

    /// <summary>A new code without hyphen.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The code as a person reads it.</summary>
    public static string Display(string code) => $"{code.AsSpan(0, Length / 2)}-{code.AsSpan(Length / 2)}";

    /// <summary>Reads what a person or a phone wrote: only letters and digits count, in either case (RFC 8628 §6.1).</summary>
    public static bool TryRead(string? typed, [NotNullWhen(true)] out string? code)
    {
        code = null;
        if (typed is not { Length: > 0 and <= MaxTyped })
        {
            return false;
        }

        Span<char> letters = stackalloc char[Length];
        var count = 0;
        foreach (var c in typed)
        {
            if (!char.IsLetterOrDigit(c))
            {
                continue;
            }

            var letter = char.ToUpperInvariant(c is >= 'Ａ' and <= 'ｚ' ? (char)(c - Wide) : c);
            if (count == Length || !Alphabet.Contains(letter))
            {
                return false;
            }

            letters[count++] = letter;
        }

        code = count == Length ? new string(letters) : null;
        return code is not null;
    }
}
