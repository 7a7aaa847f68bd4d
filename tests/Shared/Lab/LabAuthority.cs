using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Tests.Shared.Lab;

/// <summary>A certificate authority made for one run of the tests: one certificate for the server, as many for clients as are asked for.</summary>
internal sealed class LabAuthority : IDisposable
{
    public const string Password = "interop";

    private static readonly Lazy<LabAuthority> Shared = new(() => new LabAuthority());

    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-interop-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    private LabAuthority()
    {
        var request = new CertificateRequest("CN=Attesto interop root", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        RootFile = Path.Combine(_folder, "root.pem");
        File.WriteAllText(RootFile, _root.ExportCertificatePem());

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        using var server = Issue("CN=localhost", names, "1.3.6.1.5.5.7.3.1");
        ServerFile = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(ServerFile, server.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, Password));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The authority of this run.</summary>
    public static LabAuthority Instance => Shared.Value;

    /// <summary>The authority's certificate as PEM, for NODE_EXTRA_CA_CERTS, SSL_CERT_FILE and curl.</summary>
    public string RootFile { get; }

    /// <summary>The server's certificate and key, for <c>--cert</c>.</summary>
    public string ServerFile { get; }

    public X509Certificate2 Root => _root;

    /// <summary>A certificate for a client, signed by this authority.</summary>
    public X509Certificate2 Client(string subject) => Issue(subject, names: null, "1.3.6.1.5.5.7.3.2");

    /// <summary>A certificate for a client, signed by itself.</summary>
    public static X509Certificate2 SelfSigned(string subject, ECDsa key) =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private X509Certificate2 Issue(string subject, SubjectAlternativeNameBuilder? names, string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(_root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(6), RandomNumberGenerator.GetBytes(12));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
