namespace Attesto;

/// <summary>Where consent grants live. Implementations pass <c>ConsentGrantStoreContract</c>.</summary>
public interface IConsentGrantStore
{
    /// <summary>Stores a new grant. A duplicate throws; it never overwrites.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(ConsentGrant grant, CancellationToken cancellationToken);

    /// <summary>Reads a grant and whether it is spent, without changing it. Expired ones are still found until they are swept.</summary>
    /// <param name="hash">The hash of the presented token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The grant, or null if there is none.</returns>
    Task<StoredConsentGrant?> FindAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Spends the grant. MUST be one atomic step: of N racing calls exactly one answers true.</summary>
    /// <param name="hash">The hash of the presented token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call spent it.</returns>
    Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken);
}

/// <summary>What one person agreed to, once: the page they saw, bound to the request it was about.</summary>
/// <param name="Hash">The hash of the opaque token in the consent page.</param>
/// <param name="Binding">The hash of the request that the page showed, 43 characters.</param>
/// <param name="ExpiresAt">The instant from which it is refused.</param>
public sealed record ConsentGrant(TokenHash Hash, string Binding, DateTimeOffset ExpiresAt);

/// <summary>A consent grant as stored.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="IsConsumed">True once it was claimed.</param>
public sealed record StoredConsentGrant(ConsentGrant Grant, bool IsConsumed);
