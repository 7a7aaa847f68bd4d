using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Attesto.Clients;

/// <summary>The credentials of an <c>Authorization: Basic</c> header: both halves are form-encoded (RFC 6749 §2.3.1, RFC 7617 §2).</summary>
/// <param name="ClientId">The decoded user-id.</param>
/// <param name="Secret">The decoded password, possibly empty.</param>
internal sealed record BasicCredentials(string ClientId, string Secret)
{
    private const string Scheme = "Basic ";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static bool TryParse(string header, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encoded = header.AsSpan(Scheme.Length).Trim(' ');
        var bytes = new byte[(encoded.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            return false;
        }

        var pair = bytes.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        if (colon <= 0 || Decode(pair[..colon]) is not { } clientId || Decode(pair[(colon + 1)..]) is not { } secret)
        {
            return false;
        }

        credentials = new BasicCredentials(clientId, secret);
        return true;
    }

    // application/x-www-form-urlencoded; null for a broken escape or bytes that are not UTF-8.
    private static string? Decode(Span<byte> bytes)
    {
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (value == '%')
            {
                if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
                {
                    return null;
                }

                value = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
                i += 2;
            }
            else if (value == '+')
            {
                value = (byte)' ';
            }

            bytes[length++] = value;
        }

        try
        {
            return StrictUtf8.GetString(bytes[..length]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
