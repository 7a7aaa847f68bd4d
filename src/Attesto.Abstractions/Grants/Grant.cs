namespace Attesto;

/// <summary>What a person gave a client once, from the redeemed code, device code or assertion until it ends. It is one row however often its refresh token is used
/// (RFC 6749 §1.5), and every token that descends from it names it.</summary>
public sealed record Grant
{
    /// <summary>Its identifier.</summary>
    public GrantId Id => Authorization.GrantId;

    /// <summary>Who gave what to whom, and how the person was signed in.</summary>
    public required Authorization Authorization { get; init; }

    /// <summary>The thumbprint of the DPoP key that a public client must prove with its refresh token (RFC 9449 §5), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The thumbprint of the certificate that a public client must present with its refresh token (RFC 8705 §4), or null.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its code, or its refresh token, was last used.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>The instant from which its refresh token is refused unless it is used before; each use moves it on, never past <see cref="EndsAt"/>. Without a
    /// refresh token the end of its access token.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The instant from which nothing of it is good, however it is used; null sets no end.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it may be forgotten: not before its refresh token and all its access tokens are over.</summary>
    public required DateTimeOffset KeepUntil { get; init; }

    /// <summary>When it was revoked, for ever; or null.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Its refresh token; null if it has none.</summary>
    public RefreshTokenState? RefreshToken { get; init; }
}

/// <summary>All that is stored of the refresh tokens of a grant: hashes, of the newest token and of the one before.</summary>
/// <param name="Family">The hash of the secret that all of them share.</param>
/// <param name="Generation">Which of them the newest is, counted from 1.</param>
/// <param name="Current">The hash of the newest.</param>
public sealed record RefreshTokenState(TokenHash Family, int Generation, TokenHash Current)
{
    /// <summary>The hash of the one before, or null.</summary>
    public TokenHash? Previous { get; init; }

    /// <summary>When the newest took its place, or null if there was none before.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>The newest token, encrypted so that only the holder of the one before can read it; null if none is kept.</summary>
    public string? ProtectedSuccessor { get; init; }
}
