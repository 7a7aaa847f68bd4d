using System.Globalization;
using System.Text;

namespace Attesto.Validation;

/// <summary>The form in which an internationalized host name is sent (RFC 5890 §2.3.2.1). URLs are compared as texts, and a browser, a certificate and a client
/// write this one.</summary>
internal static class Punycode
{
    private static readonly IdnMapping Mapping = new() { UseStd3AsciiRules = true };

    /// <summary>A sentence that names the form which would fit; empty for a text whose host needs none.</summary>
    /// <param name="text">A URL, a host, or a host pattern that begins with <c>*.</c>.</param>
    public static string HintOf(string? text) =>
        Of(text) is { } ascii ? $" Write the host in punycode: {ascii}." : "";

    private static string? Of(string? text)
    {
        if (text is null || Ascii.IsValid(text))
        {
            return null;
        }

        var start = text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : text.StartsWith("*.", StringComparison.Ordinal) ? 2 : 0;
        var end = text.AsSpan(start).IndexOfAny(":/?#") is var rest and >= 0 ? start + rest : text.Length;
        try
        {
            var ascii = text[..start] + Mapping.GetAscii(text[start..end]) + text[end..];
            return Ascii.IsValid(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null; // no name in any form
        }
    }
}
