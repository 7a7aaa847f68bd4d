using System.Security.Cryptography;
using Attesto.EdDsa;
using Attesto.Jose;
using Attesto.Keys;

namespace Attesto.Tests.Keys;

/// <summary>One key of each kind, made once per run: RSA keys are slow to make.</summary>
internal static class TestKeys
{
    public static readonly string P256Pem = Ec(ECCurve.NamedCurves.nistP256);
    public static readonly string P384Pem = Ec(ECCurve.NamedCurves.nistP384);
    public static readonly string P521Pem = Ec(ECCurve.NamedCurves.nistP521);
    public static readonly string RsaPem = Rsa(2048);

    // RFC 8037 A.1, as PKCS #8 (RFC 8410 §7).
    public static readonly string Ed25519Pem = PemEncoding.WriteString(
        "PRIVATE KEY",
        [.. Convert.FromHexString("302e020100300506032b657004220420"), .. Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")]);

    public static readonly TestKey Es256 = Signing(P256Pem);
    public static readonly TestKey Rs256 = Signing(RsaPem);
    public static readonly TestKey Ps256 = Signing(RsaPem, JoseAlgorithms.Ps256);

    public static TestKey Signing(string pem, string? algorithm = null) => TestKey.Of(pem, algorithm);

    public static TestKey NewEs256() => Signing(Ec(ECCurve.NamedCurves.nistP256));

    public static StaticKeystore Keystore() => new(ServerKey.FromText(P256Pem), ServerKey.FromText(RsaPem));

    /// <summary>What a server knows where Attesto.EdDsa is registered.</summary>
    public static SignatureAlgorithms Algorithms { get; } = new([new EdDsaCryptoProvider()]);

    public static string PemFor(string algorithm) => algorithm switch
    {
        "ES256" => P256Pem,
        "ES384" => P384Pem,
        "ES512" => P521Pem,
        "EdDSA" or "Ed25519" => Ed25519Pem,
        _ => RsaPem,
    };

    public static string Ec(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static string Rsa(int bits)
    {
        using var key = RSA.Create(bits);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
