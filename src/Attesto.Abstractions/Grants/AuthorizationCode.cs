namespace Attesto;

/// <summary>An issued authorization code and what it is bound to (RFC 6749 §4.1.2).</summary>
public sealed record AuthorizationCode
{
    /// <summary>The hash of the code; the code itself is only ever in the authorization response.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>What was granted.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>The <c>redirect_uri</c> that the code was sent to, byte for byte.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>The PKCE challenge, or null if the client was exempted (RFC 7636).</summary>
    public CodeChallenge? Challenge { get; init; }

    /// <summary>The thumbprint of the DPoP key that must redeem the code (RFC 9449 §10), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The <c>nonce</c> for the ID token (OpenID Connect Core §3.1.2.1), or null.</summary>
    public string? Nonce { get; init; }

    /// <summary>The instant from which the code is refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Until when it is remembered, so that it ends its grant if it comes back after it was redeemed (RFC 6749 §4.1.2).</summary>
    public required DateTimeOffset KeepUntil { get; init; }
}
