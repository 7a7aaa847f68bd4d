using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Tests.Mtls;

/// <summary>A generated authority and certificates of it.</summary>
internal static class TestCertificates
{
    public static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset To = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly X509Certificate2 Authority = MakeAuthority("CN=Test Authority");
    public static readonly X509Certificate2 SelfSigned = MakeSelfSigned(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static X509Certificate2 MakeAuthority(string subject)
    {
        var request = new CertificateRequest(subject, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(From, To);
    }

    public static X509Certificate2 MakeSelfSigned(ECDsa key) =>
        new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256).CreateSelfSigned(From, To);

    public static X509Certificate2 MakeSelfSigned(RSA key) =>
        new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(From, To);

    public static X509Certificate2 Issue(
        X500DistinguishedName subject, X509Certificate2? authority = null, string? usage = "1.3.6.1.5.5.7.3.2", DateTimeOffset? to = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        return request.Create(authority ?? Authority, From, to ?? To, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }
}
