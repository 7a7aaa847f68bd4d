using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where refresh tokens and their families live. Implementations pass <c>RefreshTokenStoreContract</c>.</summary>
public interface IRefreshTokenStore
{
    /// <summary>Stores the first token of a new family.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if the family is already revoked: revocation is sticky, the token is not stored.</returns>
    Task<bool> AddAsync(RefreshToken token, CancellationToken cancellationToken);

    /// <summary>Reads a token and what became of it, without changing it. Expired tokens are still found until they are swept.</summary>
    /// <param name="hash">The hash of the presented token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token, or null if there is none.</returns>
    Task<StoredRefreshToken?> FindAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Spends a token and stores its successor. MUST be one atomic step, serialised with <see cref="RevokeFamilyAsync"/>:
    /// of N racing calls exactly one answers true, and never after the family is revoked.</summary>
    /// <param name="hash">The hash of the presented token.</param>
    /// <param name="successor">The token that takes its place.</param>
    /// <param name="protectedSuccessor">The successor's text, encrypted, for an honest retry within the grace period; null keeps none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call rotated it.</returns>
    Task<bool> RotateAsync(TokenHash hash, RefreshToken successor, string? protectedSuccessor, CancellationToken cancellationToken);

    /// <summary>Extends a live token that its client keeps (FAPI 2.0 §5.3.2.1). Never revives a spent or revoked one.</summary>
    /// <param name="hash">The hash of the presented token.</param>
    /// <param name="expiresAt">Its new end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the token was live.</returns>
    Task<bool> ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Revokes every token of the family, now and for ever, also those whose insert is still under way.</summary>
    /// <param name="familyId">The family.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RevokeFamilyAsync(string familyId, CancellationToken cancellationToken);
}

/// <summary>A refresh token as stored, and what became of it.</summary>
/// <param name="Token">The token.</param>
/// <param name="FamilyRevoked">True if its family is revoked.</param>
/// <param name="Rotation">How it was rotated, or null if it is unspent.</param>
public sealed record StoredRefreshToken(RefreshToken Token, bool FamilyRevoked, Rotation? Rotation);

/// <summary>The rotation of a spent refresh token.</summary>
/// <param name="At">When.</param>
/// <param name="SuccessorScope">The scope of its successor.</param>
/// <param name="ProtectedSuccessor">The successor's text, encrypted; null if none was kept.</param>
/// <param name="SuccessorSpent">True if the successor itself was rotated since.</param>
public sealed record Rotation(DateTimeOffset At, ScopeSet SuccessorScope, string? ProtectedSuccessor, bool SuccessorSpent)
{
    /// <summary>The resources of its successor; empty means the server's own audience.</summary>
    public ImmutableArray<string> SuccessorResources { get; init; } = [];
}
