using Attesto.Grants;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Authorization codes in the host's database; the claim is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfAuthorizationCodeStore<TContext>(TContext context, TimeProvider clock) : IAuthorizationCodeStore
    where TContext : DbContext
{
    private static readonly Table Codes = Table.Of<AuthorizationCodeRow>();

    /// <inheritdoc/>
    public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return context.InsertAsync(AuthorizationCodeRow.From(code), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await context.Set<AuthorizationCodeRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash.Value, cancellationToken);
        return row?.ToStoredCode();
    }

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        // The UPDATE is the lock: of N racing claims one changes the row, the others find it claimed.
        var claimed = await context.ExecuteAsync(
            $"UPDATE {Codes} SET claimed_at = {Now} WHERE hash = {hash.Value} AND claimed_at IS NULL",
            cancellationToken);
        return claimed == 1;
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(TokenHash hash, string accessTokenId, DateTimeOffset accessTokenExpiresAt, CancellationToken cancellationToken)
    {
        var until = accessTokenExpiresAt.UtcDateTime;
        await context.ExecuteAsync(
            $"""
            UPDATE {Codes}
            SET redeemed_at = {Now}, access_token_id = {accessTokenId}, access_token_expires_at = {until},
                keep_until = CASE WHEN expires_at > {until} THEN expires_at ELSE {until} END
            WHERE hash = {hash.Value} AND claimed_at IS NOT NULL
            """,
            cancellationToken);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
