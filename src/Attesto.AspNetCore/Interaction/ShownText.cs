using System.Globalization;
using System.Text;

namespace Attesto.AspNetCore;

/// <summary>Text that a stranger wrote, made fit for a page: one line, of bounded length, without characters that turn or hide what stands around them.</summary>
internal static class ShownText
{
    public static string Of(string text, int longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                // Among them the bidi controls (UAX #9), zero-width characters and lone surrogates.
                case UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    shown.Append(shown.Length > 0 && shown[^1] != ' ' ? " " : "");
                    break;
                default:
                    shown.Append(rune);
                    break;
            }
        }

        var line = shown.ToString().Trim();
        var elements = new StringInfo(line);
        return elements.LengthInTextElements > longest ? elements.SubstringByTextElements(0, longest - 1).TrimEnd() + "…" : line;
    }
}
