namespace Attesto;

/// <summary>Where authorization codes live. Implementations pass <c>AuthorizationCodeStoreContract</c>.</summary>
public interface IAuthorizationCodeStore
{
    /// <summary>Stores a new code. A duplicate throws; it never overwrites.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken);

    /// <summary>Reads a code and what became of it, without changing it. Expired codes are still found until they are swept.</summary>
    /// <param name="hash">The hash of the presented code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The code, or null if there is none.</returns>
    Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Spends the code. MUST be one atomic step: of N racing calls exactly one answers true (RFC 6749 §4.1.2),
    /// even if the caller then refuses it.</summary>
    /// <param name="hash">The hash of the presented code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call spent it.</returns>
    Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Marks a claimed code as redeemed, after its tokens exist; from then on a replay is known as one (RFC 6749 §4.1.2).</summary>
    /// <param name="hash">The hash of the code.</param>
    /// <param name="accessTokenId">The <c>jti</c> of the access token that was issued for it.</param>
    /// <param name="accessTokenExpiresAt">When that access token expires.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task CompleteAsync(TokenHash hash, string accessTokenId, DateTimeOffset accessTokenExpiresAt, CancellationToken cancellationToken);
}

/// <summary>A code as stored, and what became of it.</summary>
/// <param name="Code">The code.</param>
/// <param name="State">What became of it.</param>
public sealed record StoredCode(AuthorizationCode Code, CodeState State)
{
    /// <summary>The <c>jti</c> of the access token that a redeemed code was exchanged for, or null.</summary>
    public string? AccessTokenId { get; init; }

    /// <summary>When that access token expires, or null.</summary>
    public DateTimeOffset? AccessTokenExpiresAt { get; init; }
}

/// <summary>What became of an authorization code.</summary>
public enum CodeState
{
    /// <summary>Not yet presented.</summary>
    Issued,

    /// <summary>Presented and spent; no tokens came of it, or not yet.</summary>
    Claimed,

    /// <summary>Redeemed for tokens.</summary>
    Redeemed,
}
