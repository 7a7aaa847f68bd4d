using System.Buffers.Text;

namespace Attesto.Jose;

/// <summary>Bytes that an interpolated text writes in base64url, without a string in between.</summary>
internal readonly struct Base64UrlDigits(byte[]? bytes) : IUtf8SpanFormattable
{
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Base64Url.TryEncodeToUtf8(bytes, utf8Destination, out bytesWritten);

    public override string ToString() => Base64Url.EncodeToString(bytes);
}
