namespace Attesto.Mtls;

/// <summary>Settings of mutual TLS (RFC 8705).</summary>
public sealed class MtlsOptions
{
    /// <summary>Binds tokens to the client's certificate and accepts certificate-based client authentication. When off, certificates are ignored.</summary>
    public bool Enabled { get; set; }

    /// <summary>The header in which a trusted proxy forwards the client's certificate (RFC 9440 §2.1); null reads only the TLS socket.</summary>
    public string? ForwardedCertificateHeader { get; set; }

    /// <summary>How that proxy writes the certificate.</summary>
    public ForwardedCertificateFormat ForwardedCertificateFormat { get; set; }

    /// <summary>The authorities, in PEM form, that vouch for client certificates under <c>tls_client_auth</c> (RFC 8705 §2.1), intermediate ones included;
    /// null trusts those of the system.</summary>
    public string? TrustedAuthorities { get; set; }

    /// <summary>The origin whose endpoints ask for a certificate, for <c>mtls_endpoint_aliases</c> (RFC 8705 §5); null advertises none.</summary>
    public string? AliasOrigin { get; set; }
}
