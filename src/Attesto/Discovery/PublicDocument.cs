using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Discovery;

/// <summary>A public document as it goes out: written once, sent often.</summary>
internal sealed class PublicDocument
{
    private const int TagSize = 16; // bytes of the hash; two documents never meet by chance

    private PublicDocument(ReadOnlySpan<byte> json)
    {
        Bytes = json.ToArray();
        EntityTag = $"\"{Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, TagSize))}\"";
    }

    /// <summary>The document in UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Its strong entity tag (RFC 9110 §8.8.3): the same at every node, for it is a hash of the bytes.</summary>
    public string EntityTag { get; }

    public static PublicDocument Of(JsonObject json) => Of(writer => json.WriteTo(writer));

    public static PublicDocument Of(Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            write(writer);
        }

        return new PublicDocument(json.WrittenSpan);
    }
}
