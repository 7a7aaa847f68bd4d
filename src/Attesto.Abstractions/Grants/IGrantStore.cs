using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where grants live: one row each. For the token endpoint, and for pages on which people and administrators see and end grants. Implementations pass
/// <c>GrantStoreContract</c>.</summary>
public interface IGrantStore
{
    /// <summary>Stores a new grant. A duplicate throws; it never overwrites.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(Grant grant, CancellationToken cancellationToken);

    /// <summary>Reads a grant, without changing it. Ended ones are found until they are swept.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The grant, or null if there is none.</returns>
    Task<Grant?> FindAsync(GrantId id, CancellationToken cancellationToken);

    /// <summary>A page of the living grants that a filter finds, newest first.</summary>
    /// <param name="filter">Which grants.</param>
    /// <param name="size">At most how many.</param>
    /// <param name="after">Where the page before ended, or null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken);

    /// <summary>Replaces the refresh token of a generation by its successor. MUST be one atomic step, serialised with revocation: of N racing calls exactly one
    /// answers true, and none after the grant is revoked.</summary>
    /// <param name="id">The grant.</param>
    /// <param name="rotation">What takes its place.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call rotated it.</returns>
    Task<bool> RotateAsync(GrantId id, Rotation rotation, CancellationToken cancellationToken);

    /// <summary>Moves on the ends of a grant whose client keeps its refresh token (FAPI 2.0 §5.3.2.1). Never revives a spent token or a revoked grant.</summary>
    /// <param name="id">The grant.</param>
    /// <param name="generation">The generation that was presented.</param>
    /// <param name="expiresAt">The new <see cref="Grant.ExpiresAt"/>.</param>
    /// <param name="keepUntil">The new <see cref="Grant.KeepUntil"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the generation is the newest and the grant is not revoked.</returns>
    Task<bool> ExtendAsync(GrantId id, int generation, DateTimeOffset expiresAt, DateTimeOffset keepUntil, CancellationToken cancellationToken);

    /// <summary>Revokes a grant for ever, also against a rotation that is under way. Doing it twice is harmless.</summary>
    /// <param name="id">The grant.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call revoked it.</returns>
    Task<bool> RevokeAsync(GrantId id, CancellationToken cancellationToken);

    /// <summary>Revokes every grant that a filter finds, in one step.</summary>
    /// <param name="filter">Which grants.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many this call revoked.</returns>
    Task<int> RevokeAsync(GrantFilter filter, CancellationToken cancellationToken);
}

/// <summary>A page of grants.</summary>
/// <param name="Grants">The grants, newest first.</param>
/// <param name="Next">Where the next page begins; null if this is the last.</param>
public sealed record GrantPage(ImmutableArray<Grant> Grants, GrantCursor? Next)
{
    /// <summary>A page of what a store found, which looks for one grant more than the page holds.</summary>
    /// <param name="found">The grants, newest first; at most one more than <paramref name="size"/>.</param>
    /// <param name="size">How many the page holds.</param>
    /// <returns>The page.</returns>
    public static GrantPage Of(IReadOnlyList<Grant> found, int size)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Count <= size
            ? new GrantPage([.. found], null)
            : new GrantPage([.. found.Take(size)], new GrantCursor(found[size - 1].CreatedAt, found[size - 1].Id));
    }
}

/// <summary>What takes the place of a refresh token.</summary>
public sealed record Rotation
{
    /// <summary>The generation that is spent; the successor is the next one.</summary>
    public required int Generation { get; init; }

    /// <summary>The hash of the successor.</summary>
    public required TokenHash Successor { get; init; }

    /// <summary>The successor, encrypted for the holder of the spent token; null keeps none.</summary>
    public string? ProtectedSuccessor { get; init; }

    /// <summary>The new <see cref="Grant.ExpiresAt"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The new <see cref="Grant.KeepUntil"/>.</summary>
    public required DateTimeOffset KeepUntil { get; init; }

    /// <summary>The new <see cref="Grant.DpopJkt"/>.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The new <see cref="Grant.CertificateThumbprint"/>.</summary>
    public string? CertificateThumbprint { get; init; }
}
