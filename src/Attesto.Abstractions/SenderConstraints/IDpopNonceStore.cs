namespace Attesto;

/// <summary>The nonces that this server handed out (RFC 9449 §8). A nonce may be used again until it expires.</summary>
public interface IDpopNonceStore
{
    /// <summary>Stores a nonce.</summary>
    /// <param name="nonce">Its hash.</param>
    /// <param name="expiresAt">Its end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(TokenHash nonce, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>True if the nonce was handed out and has not expired.</summary>
    /// <param name="nonce">The hash of the presented nonce.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is live.</returns>
    Task<bool> IsLiveAsync(TokenHash nonce, DateTimeOffset now, CancellationToken cancellationToken);
}
