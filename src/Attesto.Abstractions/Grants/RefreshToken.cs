namespace Attesto;

/// <summary>One refresh token of a family (RFC 6749 §1.5, RFC 9700 §4.14).</summary>
public sealed record RefreshToken
{
    /// <summary>The hash of the token; the token itself is only ever in the token response.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>What was granted; its scope and resources are this token's own, possibly narrower than the first one's.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>The thumbprint of the DPoP key that a public client must prove (RFC 9449 §5), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The thumbprint of the certificate that a public client must present (RFC 8705 §4), or null.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The instant from which the token is refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the family began; its absolute lifetime counts from here.</summary>
    public required DateTimeOffset FamilyStartedAt { get; init; }
}
