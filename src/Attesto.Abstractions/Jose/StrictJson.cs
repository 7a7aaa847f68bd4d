using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Attesto.Jose;

/// <summary>JSON with one interpretation (RFC 7493 §2): no duplicate members at any depth, valid Unicode, bounded depth.</summary>
public static class StrictJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads one JSON object.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="json">The object; it owns its memory.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseObject(ReadOnlySpan<byte> utf8, out JsonElement json)
    {
        json = default;
        if (!Utf8.IsValid(utf8) || HasLoneSurrogate(utf8))
        {
            return false;
        }

        try
        {
            json = JsonElement.Parse(utf8, Options);
        }
        catch (JsonException)
        {
            return false;
        }

        return json.ValueKind is JsonValueKind.Object;
    }

    /// <summary>Reads a document that holds one JSON object. A byte order mark before it is ignored, as RFC 8259 §8.1 permits.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="json">The object; it owns its memory.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseDocument(ReadOnlySpan<byte> utf8, out JsonElement json) =>
        TryParseObject(utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8, out json);

    /// <summary>Reads one JSON object in canonical base64url, as a JWS holds it (RFC 7515 §7.1).</summary>
    internal static JoseFault TryDecodeObject(ReadOnlySpan<char> segment, out JsonElement json)
    {
        json = default;
        if (!CanonicalBase64Url.IsValid(segment))
        {
            return JoseFault.NotCompact;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(segment.Length);
        var parsed = TryParseObject(buffer.AsSpan(0, Base64Url.DecodeFromChars(segment, buffer)), out json);
        ArrayPool<byte>.Shared.Return(buffer);
        return parsed ? JoseFault.None : JoseFault.NotJson;
    }

    // In JSON a backslash stands only inside a string, so the escapes can be told apart without parsing.
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> utf8)
    {
        for (var i = utf8.IndexOf((byte)'\\'); i >= 0 && i < utf8.Length;)
        {
            var unit = EscapedUnit(utf8[i..]);
            if (char.IsLowSurrogate(unit))
            {
                return true;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (!char.IsLowSurrogate(EscapedUnit(utf8[(i + 6)..])))
                {
                    return true;
                }

                i += 6;
            }

            i += 2;
            var next = i < utf8.Length ? utf8[i..].IndexOf((byte)'\\') : -1;
            i = next < 0 ? utf8.Length : i + next;
        }

        return false;
    }

    private static char EscapedUnit(ReadOnlySpan<byte> text) =>
        text.Length >= 6 && text[0] == '\\' && text[1] == 'u'
            && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : '\0';
}
