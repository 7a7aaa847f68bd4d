using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Attesto.Jose;

/// <summary>An Ed25519 public key (RFC 8037 §2).</summary>
internal sealed class Ed25519Key : VerificationKey
{
    private readonly byte[] _publicKey;

    private Ed25519Key(byte[] publicKey) => _publicKey = publicKey;

    public override string KeyType => "OKP";

    public override string Curve => "Ed25519";

    public override string InferredAlgorithm => JoseAlgorithms.EdDsa;

    public static JoseFault TryImport(string? curve, byte[]? x, out Ed25519Key? key)
    {
        key = null;
        if (!string.Equals(curve, "Ed25519", StringComparison.Ordinal) || !Ed25519.IsSupported)
        {
            return JoseFault.UnsupportedKey;
        }

        key = x?.Length == Ed25519.KeyLength ? new Ed25519Key(x) : null;
        return key is null ? JoseFault.MalformedKey : JoseFault.None;
    }

    public override bool Fits(string algorithm) => string.Equals(algorithm, JoseAlgorithms.EdDsa, StringComparison.Ordinal);

    public override bool Verify(string algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        Ed25519.Verify(_publicKey, signingInput, signature);

    public override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("crv"u8, Curve);
        writer.WriteString("kty"u8, KeyType);
        writer.WriteString("x"u8, Base64Url.EncodeToString(_publicKey));
    }

    public override bool TryWriteThumbprintInput(Span<byte> destination, out int written) => Utf8.TryWrite(
        destination, $$"""{"crv":"Ed25519","kty":"OKP","x":"{{new Base64UrlDigits(_publicKey)}}"}""", out written);
}
