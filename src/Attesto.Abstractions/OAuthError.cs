namespace Attesto;

/// <summary>An error response (RFC 6749 §5.2) as a value. Returned, never thrown.</summary>
/// <param name="Code">The registered <c>error</c> value, sent to the client.</param>
/// <param name="Description">Safe for the client to read: names no stored value. Null sends none.</param>
/// <param name="Status">The HTTP status that the transport uses.</param>
public sealed record OAuthError(string Code, string? Description = null, int Status = 400)
{
    /// <summary>The precise cause, for logs and tests. Never put on the wire.</summary>
    public Enum? Fault { get; init; }

    /// <summary>What the <c>WWW-Authenticate</c> header says (RFC 9110 §11.6.1). Null sends none.</summary>
    public Challenge? Challenge { get; init; }

    /// <summary>A fresh nonce for the <c>DPoP-Nonce</c> header (RFC 9449 §8). Null sends none.</summary>
    public string? DpopNonce { get; init; }

    /// <summary>When it is worth asking again, for the <c>Retry-After</c> header (RFC 9110 §10.2.3). Null leaves that to the transport.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The request is malformed (RFC 6749 §5.2).</summary>
    /// <param name="description">What is wrong with it.</param>
    /// <returns>A 400.</returns>
    public static OAuthError InvalidRequest(string description) => new(ErrorCodes.InvalidRequest, description);

    /// <summary>The grant is refused; the client learns no more than that (RFC 6749 §5.2).</summary>
    /// <param name="fault">The cause.</param>
    /// <returns>A 400.</returns>
    public static OAuthError InvalidGrant(Enum fault) =>
        new(ErrorCodes.InvalidGrant, "the grant is invalid, expired, revoked, or was issued to another client") { Fault = fault };

    /// <summary>A scope is unknown, malformed or beyond what may be granted (RFC 6749 §5.2).</summary>
    /// <param name="description">What is wrong with it.</param>
    /// <returns>A 400.</returns>
    public static OAuthError InvalidScope(string description) => new(ErrorCodes.InvalidScope, description);

    /// <summary>A resource is unknown or malformed (RFC 8707 §2).</summary>
    /// <param name="description">What is wrong with it.</param>
    /// <returns>A 400.</returns>
    public static OAuthError InvalidTarget(string description) => new(ErrorCodes.InvalidTarget, description);
}
