using Attesto.Revocation;
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
        new RevokedAccessTokenRow { Hash = TokenHash.Of(accessTokenId).Value, ExpiresAt = expiresAt.UtcDateTime },
        nameof(RevokedAccessTokenRow.Hash),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> IsRevokedAsync(string accessTokenId, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(accessTokenId).Value;
        return context.Set<RevokedAccessTokenRow>().AnyAsync(row => row.Hash == hash, cancellationToken);
    }
}
