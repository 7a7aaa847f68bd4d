using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Attesto.Clients;

/// <summary>The credentials of an <c>Authorization: Basic</c> header (RFC 7617 §2). Both halves should be form-encoded (RFC 6749 §2.3.1); many clients send them as
/// they are, so both readings are kept where they differ.</summary>
/// <param name="ClientId">The user-id, decoded.</param>
/// <param name="Secret">The password, decoded; possibly empty.</param>
/// <param name="PlainClientId">The user-id as sent, where that reads differently; else null.</param>
/// <param name="PlainSecret">The password as sent, where that reads differently; else null.</param>
internal sealed record BasicCredentials(string ClientId, string Secret, string? PlainClientId, string? PlainSecret)
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
        if (colon <= 0 || Text(pair[..colon]) is not { } plainId || Text(pair[(colon + 1)..]) is not { } plainSecret)
        {
            return false;
        }

        // A broken escape is none: the half was never encoded.
        var (clientId, secret) = (Decode(pair[..colon]) ?? plainId, Decode(pair[(colon + 1)..]) ?? plainSecret);
        credentials = new BasicCredentials(clientId, secret, plainId == clientId ? null : plainId, plainSecret == secret ? null : plainSecret);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(BasicCredentials);

    // application/x-www-form-urlencoded, in place; null for a broken escape or bytes that are not UTF-8.
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

        return Text(bytes[..length]);
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
