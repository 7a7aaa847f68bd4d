using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Attesto.AspNetCore;

/// <summary>The one parser and writer of <c>application/x-www-form-urlencoded</c>, for bodies and queries (RFC 6749 appendix B). Strict where the framework repairs:
/// a malformed escape, invalid UTF-8 or a NUL is refused, never replaced, so that no two readers see two values.</summary>
internal static class UrlEncoded
{
    internal const int MaxParameters = 256;

    public static Result<RequestParameters> Parse(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Utf8.FromUtf16(text, bytes, out _, out var length, replaceInvalidSequences: false) is OperationStatus.Done
            ? Parse(bytes.AsSpan(0, length))
            : OAuthError.InvalidRequest("a parameter is not valid UTF-8");
    }

    public static Result<RequestParameters> Parse(ReadOnlySpan<byte> text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var range in text.Split((byte)'&'))
        {
            var part = text[range];
            if (part.IsEmpty)
            {
                continue;
            }

            var equals = part.IndexOf((byte)'=');
            if (Decode(equals < 0 ? part : part[..equals]) is not { } name || Decode(equals < 0 ? default : part[(equals + 1)..]) is not { } value)
            {
                return OAuthError.InvalidRequest("a parameter has a malformed percent escape, invalid UTF-8 or a NUL character");
            }

            if (pairs.Count == MaxParameters)
            {
                return OAuthError.InvalidRequest("too many parameters");
            }

            pairs.Add(new(name, value));
        }

        return pairs.Count == 0 ? RequestParameters.None : new RequestParameters(pairs);
    }

    /// <summary>Parameters as a query or body.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join('&', parameters.Select(Write));

    public static string Write(KeyValuePair<string, string> parameter) => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}";

    /// <summary>One decoded name or value; null if it is malformed.</summary>
    private static string? Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IndexOfAny((byte)'%', (byte)'+', (byte)0) < 0)
        {
            return Utf8.IsValid(encoded) ? Encoding.UTF8.GetString(encoded) : null;
        }

        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            decoded[length] = encoded[i] == (byte)'+' ? (byte)' ' : encoded[i];
            if (encoded[i] == (byte)'%')
            {
                if (i + 2 >= encoded.Length || Convert.FromHexString(encoded.Slice(i + 1, 2), decoded.AsSpan(length, 1), out _, out _) is not OperationStatus.Done)
                {
                    return null;
                }

                i += 2;
            }

            if (decoded[length++] == 0)
            {
                return null;
            }
        }

        return Utf8.IsValid(decoded.AsSpan(0, length)) ? Encoding.UTF8.GetString(decoded, 0, length) : null;
    }
}
