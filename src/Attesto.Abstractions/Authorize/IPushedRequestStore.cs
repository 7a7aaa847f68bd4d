namespace Attesto;

/// <summary>Where pushed authorization requests wait for the browser, and long ones that came in the browser's own URL. Implementations pass <c>PushedRequestStoreContract</c>.</summary>
public interface IPushedRequestStore
{
    /// <summary>Stores a new request. A duplicate throws; it never overwrites.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(PushedRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a request without spending it: the browser comes back after sign-in and consent. Expired ones may still be found.</summary>
    /// <param name="hash">The hash of the presented reference.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request, or null if there is none.</returns>
    Task<PushedRequest?> FindAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Spends the request. MUST be one atomic step: of N racing calls exactly one answers true (RFC 9126 §7.3).</summary>
    /// <param name="hash">The hash of the presented reference.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call took it.</returns>
    Task<bool> TakeAsync(TokenHash hash, CancellationToken cancellationToken);
}

/// <summary>A request as pushed (RFC 9126 §2), or as held.</summary>
public sealed record PushedRequest
{
    /// <summary>The hash of the whole <c>request_uri</c>, or of a reference of this server's own.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>The client that pushed it; nobody else may use it.</summary>
    public required string ClientId { get; init; }

    /// <summary>What was pushed, without credentials. Order and repetitions count.</summary>
    public required RequestParameters Parameters { get; init; }

    /// <summary>The thumbprint of the DPoP key that the code will be bound to (RFC 9449 §10.1), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The instant from which the reference is refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
