using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Attesto.Jose;

/// <summary>An elliptic-curve public key (RFC 7518 §6.2).</summary>
internal sealed class EcKey : VerificationKey
{
    private static readonly ECCurve P256 = ECCurve.NamedCurves.nistP256;
    private static readonly ECCurve P384 = ECCurve.NamedCurves.nistP384;
    private static readonly ECCurve P521 = ECCurve.NamedCurves.nistP521;

    private readonly ECPoint _point;
    private readonly KeyPool<ECDsa> _pool;

    private EcKey(string curve, string algorithm, ECParameters parameters)
    {
        (Curve, InferredAlgorithm, _point) = (curve, algorithm, parameters.Q);
        _pool = new(() => ECDsa.Create(parameters));
    }

    public override string KeyType => "EC";

    public override string Curve { get; }

    public override string InferredAlgorithm { get; }

    public static JoseFault TryImport(string? curve, byte[]? x, byte[]? y, out EcKey? key)
    {
        key = null;
        if (!TryFindCurve(curve, out var named, out var algorithm, out var size))
        {
            return JoseFault.UnsupportedKey;
        }

        // The full size, leading zeros included (RFC 7518 §6.2.1.2), so that a key has one form and one thumbprint.
        return x?.Length == size && y?.Length == size
            ? TryImport(new ECParameters { Curve = named, Q = new ECPoint { X = x, Y = y } }, curve!, algorithm, out key)
            : JoseFault.MalformedKey;
    }

    public static JoseFault TryImport(ECParameters parameters, out EcKey? key)
    {
        var curve = parameters.Curve.Oid?.Value switch
        {
            "1.2.840.10045.3.1.7" => "P-256",
            "1.3.132.0.34" => "P-384",
            "1.3.132.0.35" => "P-521",
            _ => parameters.Curve.Oid?.FriendlyName switch
            {
                "nistP256" or "ECDSA_P256" => "P-256",
                "nistP384" or "ECDSA_P384" => "P-384",
                "nistP521" or "ECDSA_P521" => "P-521",
                _ => null,
            },
        };
        return TryImport(curve, parameters.Q.X, parameters.Q.Y, out key);
    }

    public override bool Fits(string algorithm) => string.Equals(algorithm, InferredAlgorithm, StringComparison.Ordinal);

    public override bool Verify(string algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        var key = _pool.Rent();
        var verified = key.VerifyData(signingInput, signature, JoseAlgorithms.HashOf(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _pool.Return(key);
        return verified;
    }

    public override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("crv"u8, Curve);
        writer.WriteString("kty"u8, KeyType);
        writer.WriteString("x"u8, Base64Url.EncodeToString(_point.X));
        writer.WriteString("y"u8, Base64Url.EncodeToString(_point.Y));
    }

    public override bool TryWriteThumbprintInput(Span<byte> destination, out int written) => Utf8.TryWrite(
        destination,
        $$"""{"crv":"{{Curve}}","kty":"EC","x":"{{new Base64UrlDigits(_point.X)}}","y":"{{new Base64UrlDigits(_point.Y)}}"}""",
        out written);

    public override void Release() => _pool.Release();

    private static JoseFault TryImport(ECParameters parameters, string curve, string algorithm, out EcKey? key)
    {
        key = new EcKey(curve, algorithm, parameters);
        try
        {
            key._pool.Return(key._pool.Rent()); // the platform refuses a point that is not on the curve
            return JoseFault.None;
        }
        catch (CryptographicException)
        {
            key = null;
            return JoseFault.MalformedKey;
        }
    }

    private static bool TryFindCurve(string? name, out ECCurve curve, [NotNullWhen(true)] out string? algorithm, out int size)
    {
        (curve, algorithm, size) = name switch
        {
            "P-256" => (P256, JoseAlgorithms.Es256, 32),
            "P-384" => (P384, JoseAlgorithms.Es384, 48),
            "P-521" => (P521, JoseAlgorithms.Es512, 66),
            _ => (default, (string?)null, 0),
        };
        return algorithm is not null;
    }
}
