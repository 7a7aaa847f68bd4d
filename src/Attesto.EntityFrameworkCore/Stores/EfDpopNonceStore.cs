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
    public Task<bool> IsLiveAsync(TokenHash nonce, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var instant = now.UtcDateTime;
        return context.ReadAsync(
            token => context.Set<DpopNonceRow>().AnyAsync(row => row.Hash == nonce && row.ExpiresAt > instant, token),
            cancellationToken);
    }
}
