using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The client's certificate (RFC 8705 §2): from the TLS socket, or from the header of a trusted proxy that terminates TLS.</summary>
internal static class ClientCertificate
{
    private const string PemBegin = "-----BEGIN CERTIFICATE-----";
    private const string PemEnd = "-----END CERTIFICATE-----";

    /// <summary>Behind a proxy the header alone counts: the socket's certificate, if any, is the proxy's own.</summary>
    public static (X509Certificate2? Certificate, bool Malformed) Of(HttpContext http, MtlsOptions options, bool trusted)
    {
        if (!options.Enabled)
        {
            return (null, false);
        }

        if (!trusted || options.ForwardedCertificateHeader is not { Length: > 0 } header)
        {
            return (http.Connection.ClientCertificate, false);
        }

        var values = http.Request.Headers[header];
        if (values.Count == 0)
        {
            return (null, false);
        }

        if (values.Count > 1 || Parse(values.ToString(), options.ForwardedCertificateFormat) is not { } certificate)
        {
            return (null, true);
        }

        http.Response.RegisterForDispose(certificate);
        return (certificate, false);
    }

    internal static X509Certificate2? Parse(string value, ForwardedCertificateFormat format)
    {
        try
        {
            var base64 = format switch
            {
                ForwardedCertificateFormat.ByteSequence => value.Trim() is [':', .. var inner, ':'] ? inner : null, // RFC 9440 §2.1, RFC 8941 §3.3.5
                ForwardedCertificateFormat.Pem => Unwrap(value),
                _ => Unwrap(Uri.UnescapeDataString(value)),
            };
            return base64 is null ? null : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    // A header cannot hold line breaks; proxies replace them by spaces or tabs, which base64 decoding skips.
    private static string? Unwrap(string pem)
    {
        var begin = pem.IndexOf(PemBegin, StringComparison.Ordinal);
        var end = pem.IndexOf(PemEnd, StringComparison.Ordinal);
        return begin >= 0 && end > begin ? pem[(begin + PemBegin.Length)..end] : null;
    }
}
