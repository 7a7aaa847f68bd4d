namespace Attesto.SenderConstraints;

/// <summary>What a token is bound to, so that only its holder can use it. One constraint never satisfies the demand for another.</summary>
internal abstract record SenderConstraint
{
    private SenderConstraint()
    {
    }

    /// <summary>Not bound.</summary>
    public static SenderConstraint Unbound { get; } = new None();

    /// <summary>The <c>token_type</c> of a token so bound (RFC 9449 §5, RFC 8705 §3).</summary>
    public string TokenType => this is Dpop ? "DPoP" : "Bearer";

    /// <summary>True if the request proved this DPoP key.</summary>
    /// <param name="jkt">The thumbprint of the key.</param>
    /// <returns>Whether it did.</returns>
    public bool ProvesKey(string jkt) => this is Dpop dpop && string.Equals(dpop.Jkt, jkt, StringComparison.Ordinal);

    /// <summary>True if the request presented this certificate.</summary>
    /// <param name="thumbprint">The thumbprint of the certificate.</param>
    /// <returns>Whether it did.</returns>
    public bool ProvesCertificate(string thumbprint) => this is Mtls mtls && string.Equals(mtls.Thumbprint, thumbprint, StringComparison.Ordinal);

    /// <summary>Not bound.</summary>
    public sealed record None : SenderConstraint;

    /// <summary>Bound to the key of a verified DPoP proof (RFC 9449 §6).</summary>
    /// <param name="Jkt">The RFC 7638 SHA-256 thumbprint of the key.</param>
    /// <param name="ReplayId">The identity of the proof, sha256(jkt ‖ ":" ‖ jti), to be recorded once the grant has proven valid.</param>
    /// <param name="ReplayUntil">How long the record must be kept.</param>
    public sealed record Dpop(string Jkt, TokenHash ReplayId, DateTimeOffset ReplayUntil) : SenderConstraint;

    /// <summary>Bound to the client's certificate (RFC 8705 §3.1).</summary>
    /// <param name="Thumbprint">The base64url SHA-256 of the certificate's DER.</param>
    public sealed record Mtls(string Thumbprint) : SenderConstraint;
}
