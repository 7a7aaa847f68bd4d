using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Templates;

/// <summary>What <c>dotnet dev-certs https</c> gives a developer, without touching this machine's stores.</summary>
internal static class DevelopmentCertificate
{
    private const string Password = "localhost";

    private static readonly Lazy<string> File = new(Create);

    /// <summary>Lets a host use it.</summary>
    public static void Configure(ProcessStartInfo start)
    {
        start.Environment["Kestrel__Certificates__Default__Path"] = File.Value;
        start.Environment["Kestrel__Certificates__Default__Password"] = Password;
    }

    /// <summary>A client that trusts it, and follows no redirect.</summary>
    public static HttpClient CreateClient(DelegatingHandler? before = null, CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadPkcs12FromFile(File.Value, Password));
        if (before is null)
        {
            return new HttpClient(handler);
        }

        before.InnerHandler = handler;
        return new HttpClient(before);
    }

    private static string Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var file = Path.Combine(Workshop.Folder, "localhost.pfx");
        System.IO.File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, Password));
        return file;
    }
}
