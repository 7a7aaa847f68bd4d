namespace Attesto;

/// <summary>Clients that registered themselves (RFC 7591). Implementations pass <c>RegisteredClientStoreContract</c>.</summary>
public interface IRegisteredClientStore
{
    /// <summary>Adds a client with a fresh <c>client_id</c>.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(RegisteredClient client, CancellationToken cancellationToken);

    /// <summary>Looks a client up; an expired one may be returned, the caller checks.</summary>
    /// <param name="clientId">The <c>client_id</c>; any string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null.</returns>
    Task<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Replaces a client if its registration access tokens, the present and the previous one, are still those of the state that was read. MUST be one
    /// atomic step: of N racing updates exactly one wins.</summary>
    /// <param name="client">The new state, under the same <c>client_id</c>, usually with a new registration access token.</param>
    /// <param name="expected">The state that was read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call replaced it.</returns>
    Task<bool> ReplaceAsync(RegisteredClient client, RegisteredClient expected, CancellationToken cancellationToken);

    /// <summary>Removes a client if its registration access tokens are still those of the state that was read. MUST be one atomic step.</summary>
    /// <param name="expected">The state that was read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call removed it.</returns>
    Task<bool> RemoveAsync(RegisteredClient expected, CancellationToken cancellationToken);

    /// <summary>Moves a client's expiry, because it was used. Does nothing if it is gone.</summary>
    /// <param name="clientId">The <c>client_id</c>.</param>
    /// <param name="expiresAt">The new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ExtendAsync(string clientId, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}

/// <summary>A client that registered itself, as stored. Of its secrets only hashes.</summary>
public sealed record RegisteredClient
{
    /// <summary>The <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The hash of its registration access token (RFC 7592 §3).</summary>
    public required TokenHash RegistrationAccessToken { get; init; }

    /// <summary>Its metadata as registered: a JSON object (RFC 7591 §2).</summary>
    public required string Metadata { get; init; }

    /// <summary>When it registered, in whole seconds.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The hash of its secret, or null if it has none.</summary>
    public TokenHash? SecretHash { get; init; }

    /// <summary>The instant from which its secret is refused (RFC 7591 §3.2.1), or null.</summary>
    public DateTimeOffset? SecretExpiresAt { get; init; }

    /// <summary>The credentials that the last update replaced, while it is not known that the client received the answer; or null.</summary>
    public PreviousCredentials? Previous { get; init; }

    /// <summary>The instant from which it is forgotten if it stays unused, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What a registered client held before its last update. The answer to that may have been lost, so these stay good until the new registration access
/// token is used.</summary>
/// <param name="RegistrationAccessToken">The hash of its registration access token.</param>
/// <param name="SecretHash">The hash of its secret, or null if it had none.</param>
/// <param name="SecretExpiresAt">The instant from which that secret is refused, or null.</param>
public sealed record PreviousCredentials(TokenHash RegistrationAccessToken, TokenHash? SecretHash, DateTimeOffset? SecretExpiresAt);
