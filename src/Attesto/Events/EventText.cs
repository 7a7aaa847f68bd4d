namespace Attesto.Events;

/// <summary>Text of a request as events may carry it.</summary>
internal static class EventText
{
    private const int MaxLength = 256; // what a client sent is not the log's to keep in full

    // Only text that every log and every store can hold: short, without control characters or half surrogates.
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
                span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '\ufffd' : text[i];
            }
        });
    }
}
