using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>The public half of a key as a JSON Web Key. The library's own conversion would take the private half along, or fail where an HSM keeps it.</summary>
internal static class PublicJsonWebKey
{
    /// <summary>The public members, without <c>kid</c>, <c>alg</c> and <c>use</c>; null if the key does not show them.</summary>
    public static JsonWebKey? Of(SecurityKey key) => key switch
    {
        JsonWebKey json => new() { Kty = json.Kty, Crv = json.Crv, X = json.X, Y = json.Y, N = json.N, E = json.E },
        ECDsaSecurityKey ec => Of(ec.ECDsa),
        RsaSecurityKey { Rsa: { } rsa } => Of(rsa.ExportParameters(includePrivateParameters: false)),
        RsaSecurityKey rsa => Of(rsa.Parameters),
        X509SecurityKey x509 => Of(x509.Certificate),
        _ => null,
    };

    /// <summary>The same of a certificate's key; null for a type or curve that is not supported.</summary>
    public static JsonWebKey? Of(X509Certificate2 certificate)
    {
        using var ecdsa = certificate.GetECDsaPublicKey();
        using var rsa = ecdsa is null ? certificate.GetRSAPublicKey() : null;
        return ecdsa is not null ? Of(ecdsa) : rsa is not null ? Of(rsa.ExportParameters(includePrivateParameters: false)) : null;
    }

    public static JsonWebKey? Of(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return NameOf(parameters.Curve) is { } curve
            ? new() { Kty = "EC", Crv = curve, X = Base64Url.EncodeToString(parameters.Q.X), Y = Base64Url.EncodeToString(parameters.Q.Y) }
            : null;
    }

    public static JsonWebKey Of(RSAParameters parameters) =>
        new() { Kty = "RSA", N = Base64Url.EncodeToString(parameters.Modulus), E = Base64Url.EncodeToString(parameters.Exponent) };

    // Windows knows some curves by name only.
    private static string? NameOf(ECCurve curve) => (curve.Oid?.Value, curve.Oid?.FriendlyName) switch
    {
        ("1.2.840.10045.3.1.7", _) or (_, "nistP256" or "ECDSA_P256") => "P-256",
        ("1.3.132.0.34", _) or (_, "nistP384" or "ECDSA_P384") => "P-384",
        ("1.3.132.0.35", _) or (_, "nistP521" or "ECDSA_P521") => "P-521",
        _ => null,
    };
}
