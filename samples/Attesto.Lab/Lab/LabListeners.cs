using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Attesto.Lab;

/// <summary>What Kestrel listens on: every URL, and the port that asks for a certificate.</summary>
internal static class LabListeners
{
    // TLS 1.3's own suites, and on 1.2 only the four that FAPI 2.0 §5.2.1 leaves.
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];

    public static void Listen(KestrelServerOptions kestrel, LabArguments arguments, LabFile lab)
    {
        var certificate = Certificate(arguments, lab);
        kestrel.AddServerHeader = false;
        foreach (var url in arguments.Urls)
        {
            Listen(kestrel, url.Host, url.Port, listener =>
            {
                if (url.Scheme == Uri.UriSchemeHttps)
                {
                    listener.UseHttps(certificate!, https => Secure(https, ClientCertificateMode.NoCertificate));
                }
            });
        }

        if (lab.Tls.ClientCertificatePort is { } port)
        {
            // Any certificate may come in: whether it means anything, the product decides.
            Listen(kestrel, arguments.Urls[0].Host, port, listener => listener.UseHttps(certificate!, https =>
            {
                Secure(https, ClientCertificateMode.AllowCertificate);
                https.AllowAnyClientCertificate();
            }));
        }
    }

    private static X509Certificate2? Certificate(LabArguments arguments, LabFile lab)
    {
        var wanted = lab.Tls.ClientCertificatePort is not null || arguments.Urls.Any(url => url.Scheme == Uri.UriSchemeHttps);
        if (arguments.Certificate is null)
        {
            return wanted ? throw new LabFault("TLS needs --cert FILE.pfx") : null;
        }

        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(arguments.Certificate, arguments.CertificatePassword);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException)
        {
            throw new LabFault($"--cert {arguments.Certificate}: {LabFault.OneLine(fault)}");
        }
    }

    private static void Secure(HttpsConnectionAdapterOptions https, ClientCertificateMode mode)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ClientCertificateMode = mode;
        if (!OperatingSystem.IsWindows()) // Schannel takes its suites from the machine's policy
        {
            https.OnAuthenticate = (_, options) => options.CipherSuitesPolicy = OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy(Suites);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, string host, int port, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, port, configure);
        }
        else if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(port, configure);
        }
    }
}
