using System.Text;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>The header of a JWS (RFC 7515 §4), read strictly. Safe to use from several threads.</summary>
internal sealed class JwsHeader : IRecentItem<ReadOnlySpan<char>>
{
    private VerificationKey? _embeddedKey;

    private JwsHeader(JsonElement json)
    {
        Json = json;
        Algorithm = json.Text("alg")!;
        KeyId = json.Text("kid");
        Type = json.Text("typ");
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    public string? Type { get; }

    public JsonElement Json { get; }

    /// <summary>The text in ASCII while <see cref="JwsHeaders"/> keeps it: a copy, for a slice would hold its whole token in memory.</summary>
    public byte[]? KeptText { get; set; }

    /// <summary>The <c>jwk</c> (RFC 7515 §4.1.3), made once; null if there is none that can be used here.</summary>
    public VerificationKey? FindEmbeddedKey(SignatureAlgorithms algorithms) =>
        _embeddedKey ??= Json.TryGetProperty("jwk", out var member) && JsonWebKeyReader.TryRead(member, out var key, out _) ? algorithms.Open(key) : null;

    bool IRecentItem<ReadOnlySpan<char>>.Matches(ReadOnlySpan<char> segment) => KeptText is { } text && Ascii.Equals(text, segment);

    /// <summary>Frees the platform's key, unless it is kept for the sender's next JWS.</summary>
    public void Release()
    {
        if (KeptText is null)
        {
            _embeddedKey?.Release();
        }
    }

    public static JoseFault TryRead(ReadOnlySpan<char> segment, out JwsHeader? header)
    {
        var fault = StrictJson.TryDecodeObject(segment, out var json);
        fault = fault is JoseFault.None ? FaultOf(json) : fault;
        header = fault is JoseFault.None ? new(json) : null;
        return fault;
    }

    private static JoseFault FaultOf(JsonElement header) =>
        header.Has("crit") ? JoseFault.Critical :
        header.Text("alg") is not { Length: > 0 } || !header.IsTextOrAbsent("kid") || !header.IsTextOrAbsent("typ") ? JoseFault.BadHeader :
        JoseFault.None;
}
