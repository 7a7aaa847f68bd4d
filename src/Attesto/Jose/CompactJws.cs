using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>A JWS in compact serialization whose payload is a JSON object (RFC 7515 §7.1, RFC 7519). Parsed is not yet trusted: see <see cref="IsSignedBy"/>.</summary>
internal sealed class CompactJws
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 32 * 1024;

    private const int Segments = 3;

    private readonly ReadOnlyMemory<char> _text;
    private readonly int _headerLength;
    private readonly int _inputLength;
    private readonly JwsHeader _header;

    private CompactJws(ReadOnlyMemory<char> text, int headerLength, int inputLength, JwsHeader header, JsonElement payload) =>
        (_text, _headerLength, _inputLength, _header, Payload) = (text, headerLength, inputLength, header, payload);

    /// <summary>The <c>alg</c> that the header claims (RFC 7515 §4.1.1); the key decides whether it counts.</summary>
    public string Algorithm => _header.Algorithm;

    /// <summary>The <c>kid</c> (RFC 7515 §4.1.4), or null.</summary>
    public string? KeyId => _header.KeyId;

    /// <summary>The <c>typ</c> (RFC 7515 §4.1.9), or null.</summary>
    public string? Type => _header.Type;

    /// <summary>The whole header.</summary>
    public JsonElement Header => _header.Json;

    /// <summary>The payload, a JSON object.</summary>
    public JsonElement Payload { get; }

    /// <summary>The public key that the header brings along (RFC 7515 §4.1.3); null if it has none that can be used here. Whoever sent it chose it.</summary>
    internal VerificationKey? FindEmbeddedKey(SignatureAlgorithms algorithms) => _header.FindEmbeddedKey(algorithms);

    /// <summary>Reads a compact JWS: canonical base64url, no duplicate members, no <c>crit</c>, a signature that is not empty.</summary>
    /// <param name="text">The wire value.</param>
    /// <param name="jws">The JWS, or null.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out CompactJws? jws, out JoseFault fault) => TryParse(text.AsMemory(), out jws, out fault);

    /// <summary>As the other one, for a text that is part of a longer one.</summary>
    internal static bool TryParse(ReadOnlyMemory<char> text, [NotNullWhen(true)] out CompactJws? jws, out JoseFault fault)
    {
        jws = null;
        fault = text.Length > MaxLength ? JoseFault.TooLarge : JoseFault.NotCompact;
        Span<Range> segments = stackalloc Range[Segments + 1]; // one more, to see that there are no more
        if (fault is JoseFault.TooLarge || text.Span.Split(segments, '.') != Segments
            || text.Span[segments[0]] is not { IsEmpty: false } header
            || text.Span[segments[1]] is not { IsEmpty: false } payload
            || text.Span[segments[2]] is not { IsEmpty: false } signature || !CanonicalBase64Url.IsValid(signature))
        {
            return false;
        }

        var claims = default(JsonElement);
        fault = JwsHeaders.Shared.TryRead(header, out var read);
        fault = fault is JoseFault.None ? StrictJson.TryDecodeObject(payload, out claims) : fault;
        jws = fault is JoseFault.None ? new(text, header.Length, segments[1].End.Value, read!, claims) : null;
        return jws is not null;
    }

    /// <summary>True if the signature verifies with the key, under an algorithm that the key accepts (RFC 8725 §3.1).</summary>
    internal bool IsSignedBy(VerificationKey key)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(_inputLength);
        try
        {
            var text = _text.Span;
            Encoding.ASCII.GetBytes(text[.._inputLength], buffer);
            if (!key.Verify(Algorithm, buffer, _inputLength, Base64Url.DecodeFromChars(text[(_inputLength + 1)..])))
            {
                return false;
            }

            JwsHeaders.Shared.Keep(text[.._headerLength], _header);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Frees the platform's key that the header brought along, unless it is kept for the sender's next JWS.</summary>
    internal void ReleaseEmbeddedKey() => _header.Release();
}
