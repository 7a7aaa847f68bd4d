namespace Attesto;

/// <summary>Settings of refresh tokens (RFC 6749 §1.5).</summary>
public sealed class RefreshTokenOptions
{
    /// <summary>Whether the refresh tokens of clients that do not say rotate or are kept; null rotates them, or follows
    /// <see cref="AttestoOptions.Profile"/>.</summary>
    public RefreshTokenUsage? Usage { get; set; }

    /// <summary>How long a refresh token may lie unused. Each use lets it, or its successor, live as long again.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a grant with a refresh token may live in all, however often it is refreshed; null sets no end. No access token outlives it.</summary>
    public TimeSpan? FamilyLifetime { get; set; }

    /// <summary>How long the parent of a rotated refresh token still answers with the same successor, for a client that lost the first answer. Zero
    /// switches it off.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(60);
}
