using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Spent proofs and assertions in the host's database; the primary key lets each in once.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfReplayStore<TContext>(TContext context) : IReplayStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task<bool> TryAddAsync(TokenHash id, DateTimeOffset until, CancellationToken cancellationToken) => context.TryInsertAsync(
        new ReplayRow { Hash = id, ExpiresAt = until.UtcDateTime },
        cancellationToken);
}
