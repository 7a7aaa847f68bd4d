namespace Attesto;

/// <summary>Where pushed authorization requests wait for the browser, and requests of all kinds for a person on the pages. Implementations pass
/// <c>PushedRequestStoreContract</c>.</summary>
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

    /// <summary>Keeps what was established about the request, and the request itself for longer: a browser brought it, and a person walks through the pages.
    /// One that is unknown or answered stays as it is.</summary>
    /// <param name="hash">The hash of the presented reference.</param>
    /// <param name="judged">The value of <see cref="PushedRequest.Judged"/>.</param>
    /// <param name="expiresAt">The new value of <see cref="PushedRequest.ExpiresAt"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task KeepAsync(TokenHash hash, string judged, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Spends the request for an answer, which stays with it. MUST be one atomic step: of N racing calls exactly one answers true (RFC 9126 §7.3).</summary>
    /// <param name="hash">The hash of the presented reference.</param>
    /// <param name="answer">The value of <see cref="PushedRequest.Answer"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call spent it.</returns>
    Task<bool> AnswerAsync(TokenHash hash, string answer, CancellationToken cancellationToken);
}

/// <summary>A request as pushed (RFC 9126 §2), or one that waits for a person.</summary>
public sealed record PushedRequest
{
    /// <summary>The hash of the whole <c>request_uri</c>, or of a reference of this server's own.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>The client that pushed it, or that sent the browser; nobody else may use it.</summary>
    public required string ClientId { get; init; }

    /// <summary>What was pushed, without credentials; empty if nothing was. Order and repetitions count.</summary>
    public required RequestParameters Parameters { get; init; }

    /// <summary>The thumbprint of the DPoP key that the code will be bound to (RFC 9449 §10.1), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>What was established when a browser first brought the reference: JSON of this server, up to 64 kB; null before that.</summary>
    public string? Judged { get; init; }

    /// <summary>What the reference was spent for, encrypted under a key that only the reference gives: base64url, up to 64 kB; null before that.</summary>
    public string? Answer { get; init; }

    /// <summary>The instant from which the reference is refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
