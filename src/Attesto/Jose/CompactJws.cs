using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>A JWS in compact serialization whose payload is a JSON object (RFC 7515 §7.1, RFC 7519). Parsed is not yet trusted: see <see cref="IsSignedBy"/>.</summary>
public sealed class CompactJws
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 32 * 1024;

    private readonly string _text;
    private readonly int _inputLength;
    private readonly byte[] _signature;

    private CompactJws(string text, int inputLength, JsonElement header, JsonElement payload, byte[] signature)
    {
        (_text, _inputLength, _signature) = (text, inputLength, signature);
        (Header, Payload) = (header, payload);
        Algorithm = header.Text("alg")!;
        KeyId = header.Text("kid");
        Type = header.Text("typ");
    }

    /// <summary>The <c>alg</c> that the header claims (RFC 7515 §4.1.1); the key decides whether it counts.</summary>
    public string Algorithm { get; }

    /// <summary>The <c>kid</c> (RFC 7515 §4.1.4), or null.</summary>
    public string? KeyId { get; }

    /// <summary>The <c>typ</c> (RFC 7515 §4.1.9), or null.</summary>
    public string? Type { get; }

    /// <summary>The whole header.</summary>
    public JsonElement Header { get; }

    /// <summary>The payload, a JSON object.</summary>
    public JsonElement Payload { get; }

    /// <summary>Reads a compact JWS: canonical base64url, no duplicate members, no <c>crit</c>, a signature that is not empty.</summary>
    /// <param name="text">The wire value.</param>
    /// <param name="jws">The JWS, or null.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>True if it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out CompactJws? jws, out JoseFault fault)
    {
        jws = null;
        fault = text.Length > MaxLength ? JoseFault.TooLarge : JoseFault.NotCompact;
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = text.IndexOf('.', first + 1);
        if (fault is JoseFault.TooLarge || first <= 0 || second <= first + 1 || second == text.Length - 1 || text.IndexOf('.', second + 1) >= 0
            || !CanonicalBase64Url.TryDecode(text.AsSpan(second + 1), out var signature))
        {
            return false;
        }

        fault = TryDecodeObject(text.AsSpan(..first), out var header);
        fault = fault is JoseFault.None ? FaultOf(header) : fault;
        fault = fault is JoseFault.None ? TryDecodeObject(text.AsSpan((first + 1)..second), out var payload) : Nothing(out payload, fault);
        jws = fault is JoseFault.None ? new(text, second, header, payload, signature) : null;
        return jws is not null;
    }

    /// <summary>True if the signature verifies with the key, under the one algorithm that the key is bound to (RFC 8725 §3.1).</summary>
    /// <param name="key">A trusted key.</param>
    /// <returns>Whether it verifies.</returns>
    public bool IsSignedBy(Jwk key) => key.IsUsableFor(Algorithm) && Verifies(key);

    /// <summary>As <see cref="IsSignedBy"/>, for a key that the sender chose itself: any algorithm of the key's type will do.</summary>
    internal bool Verifies(Jwk key)
    {
        var input = ArrayPool<byte>.Shared.Rent(_inputLength);
        try
        {
            Encoding.ASCII.GetBytes(_text.AsSpan(0, _inputLength), input);
            return key.Verify(Algorithm, input.AsSpan(0, _inputLength), _signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }

    private static JoseFault TryDecodeObject(ReadOnlySpan<char> segment, out JsonElement json)
    {
        json = default;
        if (!CanonicalBase64Url.IsValid(segment))
        {
            return JoseFault.NotCompact;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(segment.Length);
        var utf8 = buffer.AsSpan(0, Base64Url.DecodeFromChars(segment, buffer));
        var parsed = StrictJson.TryParseObject(utf8, out json);
        ArrayPool<byte>.Shared.Return(buffer);
        return parsed ? JoseFault.None : JoseFault.NotJson;
    }

    private static JoseFault FaultOf(JsonElement header) =>
        header.Has("crit") ? JoseFault.Critical :
        header.Text("alg") is not { Length: > 0 } || !header.IsTextOrAbsent("kid") || !header.IsTextOrAbsent("typ") ? JoseFault.BadHeader :
        JoseFault.None;

    private static JoseFault Nothing(out JsonElement json, JoseFault fault)
    {
        json = default;
        return fault;
    }
}
