using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.SenderConstraints;

/// <summary>The <c>x5t#S256</c> of a certificate: what a token that is bound to it carries (RFC 8705 §3.1).</summary>
internal static class CertificateThumbprint
{
    /// <summary>Base64url of the SHA-256 of the certificate's DER.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>43 characters.</returns>
    public static string Of(X509Certificate2 certificate)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificate.RawDataMemory.Span, digest);
        return Base64Url.EncodeToString(digest);
    }
}
