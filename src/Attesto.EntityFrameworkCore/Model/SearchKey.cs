using System.Globalization;
using System.Text;

namespace Attesto.EntityFrameworkCore;

/// <summary>A text in the form by which an index finds it by its beginning: three decimal digits for each byte, which every collation of every database puts into the
/// same order, a text before its continuations; then, because texts repeat, digits of whose text it is.</summary>
internal static class SearchKey
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = ((MaxBytes + OwnerBytes) * Digits) + 1;

    private const int MaxBytes = 48; // what goes beyond is not looked at
    private const int OwnerBytes = 16;
    private const int Digits = 3;
    private const int Least = 100; // added to each byte, so that no byte begins with the digit of the end
    private const string End = "0";
    private const string Beyond = "9";
    private const string Scheme = "https://";

    public static string Of(string text, TokenHash owner) => Encode(text) + End + Write(Convert.FromHexString(owner.Value).AsSpan(0, OwnerBytes));

    /// <summary>The keys of all texts with a beginning lie between these two, and are neither.</summary>
    public static (string From, string To) Range(string? beginning)
    {
        var from = Encode(beginning ?? "");
        return (from, from + Beyond);
    }

    /// <summary>The keys by which a text is found: from its first word on, from its second, and so on.</summary>
    public static IEnumerable<string> OfWords(string text, TokenHash owner, int most) => Enumerable.Range(0, text.Length)
        .Where(i => i == 0 || (char.IsLetterOrDigit(text[i]) && !char.IsLetterOrDigit(text[i - 1])))
        .Take(most)
        .Select(i => Of(text[i..], owner));

    private static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Fold(text));
        return Write(bytes.AsSpan(0, Math.Min(bytes.Length, MaxBytes)));
    }

    // Half a surrogate pair cannot be normalized; it is replaced on the way through UTF-8.
    private static string Fold(string text)
    {
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Trim()));
        var bare = whole.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? whole[Scheme.Length..] : whole;
        return string.Concat(bare.Normalize(NormalizationForm.FormKD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
    }

    private static string Write(ReadOnlySpan<byte> bytes)
    {
        var digits = new StringBuilder(bytes.Length * Digits);
        foreach (var each in bytes)
        {
            digits.Append(CultureInfo.InvariantCulture, $"{each + Least}");
        }

        return digits.ToString();
    }
}
