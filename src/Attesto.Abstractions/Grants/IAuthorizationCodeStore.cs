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

    /// <summary>Spends a code that is refused: nothing comes of it (RFC 6749 §4.1.2). Doing it twice is harmless; a redeemed code stays so.</summary>
    /// <param name="hash">The hash of the presented code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call spent it.</returns>
    Task<bool> SpendAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Spends every code that a filter finds and that was not presented yet: nothing comes of them. It waits for redemptions that are under way.</summary>
    /// <param name="filter">Of whom or what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many this call spent.</returns>
    Task<int> SpendAsync(GrantFilter filter, CancellationToken cancellationToken);

    /// <summary>Spends the code and stores the grant that comes of it. MUST be one atomic step: of N racing calls exactly one answers true (RFC 6749 §4.1.2), and
    /// only its grant exists.</summary>
    /// <param name="hash">The hash of the presented code.</param>
    /// <param name="grant">What comes of it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call redeemed it.</returns>
    Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken);
}

/// <summary>A code as stored, and what became of it.</summary>
/// <param name="Code">The code.</param>
/// <param name="State">What became of it.</param>
public sealed record StoredCode(AuthorizationCode Code, CodeState State);

/// <summary>What became of an authorization code.</summary>
public enum CodeState
{
    /// <summary>Not yet presented.</summary>
    Issued,

    /// <summary>Presented and refused.</summary>
    Spent,

    /// <summary>Redeemed for a grant.</summary>
    Redeemed,
}
