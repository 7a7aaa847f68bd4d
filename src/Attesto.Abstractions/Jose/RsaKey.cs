using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Attesto.Jose;

/// <summary>An RSA public key (RFC 7518 §6.3) of at least 2048 bits.</summary>
internal sealed class RsaKey : VerificationKey
{
    private const int MinBits = 2048;  // RFC 7518 §3.3
    private const int MaxBits = 8192;  // a verification costs the square of it
    private const int MaxExponent = 4; // bytes

    private readonly RSAParameters _parameters;
    private readonly KeyPool<RSA> _pool;

    private RsaKey(RSAParameters parameters)
    {
        _parameters = parameters;
        _pool = new(() => RSA.Create(parameters));
    }

    public override string KeyType => "RSA";

    public override string InferredAlgorithm => JoseAlgorithms.Rs256;

    public static JoseFault TryImport(byte[]? modulus, byte[]? exponent, out RsaKey? key)
    {
        key = null;

        // The minimum of octets (RFC 7518 §6.3.1.1), so that a key has one form and one thumbprint.
        if (modulus is not [not 0, ..] || exponent is not [not 0, ..] || exponent.Length > MaxExponent || (exponent[^1] & 1) == 0 || exponent is [1])
        {
            return JoseFault.MalformedKey;
        }

        var bits = (modulus.Length * 8) - (BitOperations.LeadingZeroCount(modulus[0]) - 24);
        if (bits is < MinBits or > MaxBits)
        {
            return bits < MinBits ? JoseFault.WeakKey : JoseFault.UnsupportedKey;
        }

        key = new RsaKey(new RSAParameters { Modulus = modulus, Exponent = exponent });
        try
        {
            key._pool.Return(key._pool.Rent());
            return JoseFault.None;
        }
        catch (CryptographicException)
        {
            key = null;
            return JoseFault.MalformedKey;
        }
    }

    public static RSASignaturePadding PaddingOf(string algorithm) =>
        algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    public static bool IsRsa(string algorithm) => algorithm is JoseAlgorithms.Rs256 or JoseAlgorithms.Rs384 or JoseAlgorithms.Rs512
        or JoseAlgorithms.Ps256 or JoseAlgorithms.Ps384 or JoseAlgorithms.Ps512;

    public override bool Fits(string algorithm) => IsRsa(algorithm);

    public override bool Verify(string algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        var key = _pool.Rent();
        var verified = key.VerifyData(signingInput, signature, JoseAlgorithms.HashOf(algorithm), PaddingOf(algorithm));
        _pool.Return(key);
        return verified;
    }

    public override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("e"u8, Base64Url.EncodeToString(_parameters.Exponent));
        writer.WriteString("kty"u8, KeyType);
        writer.WriteString("n"u8, Base64Url.EncodeToString(_parameters.Modulus));
    }

    public override bool TryWriteThumbprintInput(Span<byte> destination, out int written) => Utf8.TryWrite(
        destination,
        $$"""{"e":"{{new Base64UrlDigits(_parameters.Exponent)}}","kty":"RSA","n":"{{new Base64UrlDigits(_parameters.Modulus)}}"}""",
        out written);

    public override void Release() => _pool.Release();
}
