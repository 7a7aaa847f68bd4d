using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.SenderConstraints;

/// <summary>What a client's certificate proves (RFC 8705 §2). That the client holds its private key, TLS has proven.</summary>
internal static class CertificateChecks
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12

    /// <summary>True if an authority vouches for the certificate, for client authentication, now (RFC 8705 §2.1).</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="authorities">The trusted authorities and, if need be, intermediate ones; empty trusts nobody.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="revocation">Whether a revoked certificate is found out.</param>
    /// <returns>Whether one does.</returns>
    public static bool IsTrusted(
        X509Certificate2 certificate,
        X509Certificate2Collection authorities,
        DateTimeOffset now,
        X509RevocationMode revocation = X509RevocationMode.NoCheck)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.DisableCertificateDownloads = true; // the certificate names the URLs
        chain.ChainPolicy.RevocationMode = revocation;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities.Where(IsSelfIssued).ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(authorities.Where(authority => !IsSelfIssued(authority)).ToArray());

        try
        {
            return chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return false; // it can be loaded, and is broken deeper than that: a proxy's header holds what its caller wrote
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    /// <summary>Reads authorities from PEM.</summary>
    /// <param name="pem">One or more certificates.</param>
    /// <param name="authorities">The authorities, or an empty collection.</param>
    /// <returns>True if there is at least one and all can be read.</returns>
    public static bool TryLoadAuthorities(string pem, out X509Certificate2Collection authorities)
    {
        authorities = [];
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            authorities = [];
        }

        return authorities.Count > 0;
    }

    /// <summary>True if the subject of the certificate is the registered one (RFC 8705 §2.1.2, <c>tls_client_auth_subject_dn</c>).</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="subject">The registered name in the form of RFC 4514; either order of its parts will do.</param>
    /// <returns>Whether it is.</returns>
    public static bool HasSubject(X509Certificate2 certificate, string subject) => DistinguishedName.Matches(certificate, subject);

    /// <summary>True if the certificate is for one of the client's registered keys (RFC 8705 §2.2.2). Nobody else needs to vouch for it.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="keys">The client's keys.</param>
    /// <returns>Whether it is.</returns>
    public static bool HasKeyOf(X509Certificate2 certificate, JsonWebKeySet keys) => ThumbprintOf(certificate) is { } thumbprint
        && keys.Keys.Any(registered => JsonWebKeyRules.FaultOf(registered) is JoseFault.None
            && string.Equals(VerificationKey.ThumbprintOf(registered), thumbprint, StringComparison.Ordinal));

    private static string? ThumbprintOf(X509Certificate2 certificate)
    {
        try
        {
            return PublicJsonWebKey.Of(certificate) is { } key && JsonWebKeyRules.FaultOf(key) is JoseFault.None ? VerificationKey.ThumbprintOf(key) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
