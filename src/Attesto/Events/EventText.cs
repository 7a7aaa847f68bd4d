using System.Globalization;

namespace Attesto.Events;

/// <summary>What strangers wrote, as logs and events may carry it: the one function for all of it.</summary>
internal static class EventText
{
    private const int MaxLength = 256;  // what a client sent is not the log's to keep in full
    private const int LongestName = 40; // a UUID and a little more; a token is longer
    private const int KeptOfName = 12;

    /// <summary>Text that every log, terminal and store can hold: short, on one line, without control or format characters or half surrogates.</summary>
    public static string? Echo(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var end = Math.Min(text.Length, MaxLength);
        return string.Create(end, text, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = IsSafe(text[i]) ? text[i] : '\ufffd';
            }
        });
    }

    /// <summary>A <c>client_id</c> that nobody has looked up: people send tokens and secrets in its place, so one that is long, and no URL, is not kept whole.</summary>
    public static string? EchoClientId(string? text) =>
        text is { Length: > LongestName } && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? $"{Echo(text[..KeptOfName])}… ({text.Length} characters)"
            : Echo(text);

    private static bool IsSafe(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
