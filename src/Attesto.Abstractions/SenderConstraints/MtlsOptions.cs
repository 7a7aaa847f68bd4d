using System.Security.Cryptography.X509Certificates;

namespace Attesto;

/// <summary>Settings of mutual TLS (RFC 8705).</summary>
public sealed class MtlsOptions
{
    /// <summary>Binds tokens to the client's certificate and accepts certificate-based client authentication. When off, certificates are ignored.</summary>
    public bool Enabled { get; set; }

    /// <summary>The header in which a trusted proxy forwards the client's certificate (RFC 9440 §2.1); null reads only the TLS socket.</summary>
    public string? ForwardedCertificateHeader { get; set; }

    /// <summary>How that proxy writes the certificate.</summary>
    public ForwardedCertificateFormat ForwardedCertificateFormat { get; set; }

    /// <summary>The authorities, in PEM form, that vouch for client certificates under <c>tls_client_auth</c> (RFC 8705 §2.1), intermediate ones included.
    /// Required where that method is accepted: the system's list would let every public authority vouch for a client.</summary>
    public string? TrustedAuthorities { get; set; }

    /// <summary>Whether certificates under <c>tls_client_auth</c> are checked for revocation (RFC 5280 §6.3): <c>NoCheck</c>, <c>Online</c>, which asks
    /// the addresses that the certificate names and refuses it when none answers, or <c>Offline</c>, which uses lists that the system has cached.</summary>
    public X509RevocationMode RevocationMode { get; set; } = X509RevocationMode.NoCheck;

    /// <summary>The origin whose endpoints ask for a certificate, for <c>mtls_endpoint_aliases</c> (RFC 8705 §5); null advertises none.</summary>
    public string? AliasOrigin { get; set; }
}
