using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Revoked access tokens in the host's database, by the hash of their <c>jti</c>.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfAccessTokenRevocationStore<TContext>(TContext context) : IAccessTokenRevocationStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task RevokeAsync(string accessTokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => context.TryInsertAsync(
        new RevokedAccessTokenRow { Hash = TokenHash.Of(accessTokenId), ExpiresAt = expiresAt.UtcDateTime },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> IsRevokedAsync(string accessTokenId, CancellationToken cancellationToken) =>
        await context.FindRowAsync<RevokedAccessTokenRow>(TokenHash.Of(accessTokenId), cancellationToken) is not null;
}
