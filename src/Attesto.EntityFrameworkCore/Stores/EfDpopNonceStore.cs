using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>DPoP nonces in the host's database: every node knows what another handed out.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfDpopNonceStore<TContext>(TContext context) : IDpopNonceStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(TokenHash nonce, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        context.InsertAsync(new DpopNonceRow { Hash = nonce, ExpiresAt = expiresAt.UtcDateTime }, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> IsLiveAsync(TokenHash nonce, DateTimeOffset now, CancellationToken cancellationToken) =>
        await context.FindRowAsync<DpopNonceRow>(nonce, cancellationToken) is { ExpiresAt: var expiresAt } && expiresAt > now.UtcDateTime;
}
