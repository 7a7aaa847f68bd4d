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

    /// <summary>An authority that vouches for itself, and for as many authorities below it in a row.</summary>
    public static X509Certificate2 MakeAuthority(string subject, int below = 0) => AuthorityRequest(subject, NewKey(), below).CreateSelfSigned(From, To);

    /// <summary>An authority that another one vouches for.</summary>
    public static X509Certificate2 MakeAuthority(string subject, X509Certificate2 above)
    {
        var key = NewKey();
        return AuthorityRequest(subject, key, below: 0).Create(above, From, To, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    public static X509Certificate2 MakeSelfSigned(ECDsa key) =>
        new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256).CreateSelfSigned(From, To);

    public static X509Certificate2 MakeSelfSigned(RSA key) =>
        new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(From, To);

    public static X509Certificate2 Issue(
        X500DistinguishedName subject, X509Certificate2? authority = null, string? usage = "1.3.6.1.5.5.7.3.2", DateTimeOffset? to = null,
        string? issuerUrl = null)
    {
        var key = NewKey();
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        if (issuerUrl is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: [], caIssuersUris: [issuerUrl]));
        }

        return request.Create(authority ?? Authority, From, to ?? To, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest AuthorityRequest(string subject, ECDsa key, int below)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, below, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request;
    }
}
