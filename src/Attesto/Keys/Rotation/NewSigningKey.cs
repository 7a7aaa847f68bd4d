using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>Makes keys, and opens what was kept of them.</summary>
internal static class NewSigningKey
{
    private const int RsaKeySize = 3072; // bits; as strong as the curve P-256

    /// <summary>Makes a key for a place in the plan.</summary>
    public static async Task<StoredSigningKey> MakeAsync(PlannedKey planned, ISigningKeyProtector protector, CancellationToken cancellationToken)
    {
        using var pair = Create(planned.Algorithm);
        var published = pair is ECDsa ec ? PublicJsonWebKey.Of(ec)! : PublicJsonWebKey.Of(((RSA)pair).ExportParameters(includePrivateParameters: false));
        (published.Alg, published.Use, published.Kid) = (planned.Algorithm, "sig", VerificationKey.ThumbprintOf(published));
        var secret = pair.ExportPkcs8PrivateKey();
        try
        {
            return new StoredSigningKey
            {
                KeyId = published.Kid,
                Algorithm = planned.Algorithm,
                Number = planned.Number,
                PublicKey = Write(published),
                PrivateKey = [.. await protector.ProtectAsync(secret, published.Kid, cancellationToken)],
                AnnouncedAt = planned.AnnouncedAt,
                SignsFrom = planned.SignsFrom,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The credentials of a key of this algorithm.</summary>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static SigningCredentials Open(string algorithm, string keyId, ReadOnlySpan<byte> pkcs8)
    {
        var pair = IsElliptic(algorithm) ? (AsymmetricAlgorithm)ECDsa.Create() : RSA.Create();
        pair.ImportPkcs8PrivateKey(pkcs8, out _);
        SecurityKey key = pair is ECDsa ec ? new ECDsaSecurityKey(ec) : new RsaSecurityKey((RSA)pair);
        key.KeyId = keyId;
        return new SigningCredentials(key, algorithm);
    }

    private static AsymmetricAlgorithm Create(string algorithm) => algorithm switch
    {
        JoseAlgorithms.Es256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        JoseAlgorithms.Es384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        JoseAlgorithms.Es512 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        _ => RSA.Create(RsaKeySize),
    };

    private static bool IsElliptic(string algorithm) => algorithm is JoseAlgorithms.Es256 or JoseAlgorithms.Es384 or JoseAlgorithms.Es512;

    private static string Write(JsonWebKey key)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            JsonWebKeyWriter.Write(writer, key);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
