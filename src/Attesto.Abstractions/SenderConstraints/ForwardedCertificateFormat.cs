namespace Attesto;

/// <summary>How a trusted proxy writes the client's certificate into its header.</summary>
public enum ForwardedCertificateFormat
{
    /// <summary>DER as a structured-field byte sequence, <c>:base64:</c> (RFC 9440 §2.1).</summary>
    ByteSequence,

    /// <summary>PEM; line breaks may have become spaces or tabs.</summary>
    Pem,

    /// <summary>Percent-encoded PEM, as nginx and Azure write it.</summary>
    UrlEncodedPem,
}
