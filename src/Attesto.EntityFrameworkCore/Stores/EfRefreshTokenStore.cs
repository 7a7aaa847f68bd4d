using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Refresh tokens in the host's database. A rotation is one transaction of two statements; a family is revoked while its tombstone stands.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfRefreshTokenStore<TContext>(TContext context, TimeProvider clock) : IRefreshTokenStore
    where TContext : DbContext
{
    private static readonly Table Tokens = Table.Of<RefreshTokenRow>();
    // An insert that is under way when its family is revoked arrives long before this.
    private static readonly TimeSpan LongestInsert = TimeSpan.FromDays(1);

    private static readonly Table RevokedFamilies = Table.Of<RevokedFamilyRow>();

    /// <inheritdoc/>
    public async Task<bool> AddAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        var row = RefreshTokenRow.From(token);

        // A revocation that overlaps this insert is no less sticky: every read asks for the tombstone.
        return await context.InsertUnlessAsync(row, $"SELECT 1 FROM {RevokedFamilies} WHERE family_hash = {row.FamilyHash}", cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredRefreshToken?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var tokens = context.Set<RefreshTokenRow>().AsNoTracking();
        var found = await tokens
            .Where(token => token.Hash == hash)
            .Select(token => new
            {
                Token = token,
                FamilyRevoked = context.Set<RevokedFamilyRow>().Any(family => family.FamilyHash == token.FamilyHash),
                SuccessorSpent = !tokens.Any(successor => successor.Hash == token.SuccessorHash && successor.RotatedAt == null),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new StoredRefreshToken(found.Token.ToToken(), found.FamilyRevoked, found.Token.ToRotation(found.SuccessorSpent));
    }

    /// <inheritdoc/>
    public Task<bool> RotateAsync(TokenHash hash, RefreshToken successor, string? protectedSuccessor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(successor);
        var row = RefreshTokenRow.From(successor);
        return context.InTransactionAsync(
            async token =>
            {
                // The UPDATE is the lock: of N racing rotations one changes the row, the others wait for it and find the token spent.
                var rotated = await context.ExecuteAsync(
                    $"""
                    UPDATE {Tokens}
                    SET rotated_at = {Now}, successor_hash = {row.Hash}, successor_scope = {row.Scope}, successor_resources = {row.Resources},
                        protected_successor = {protectedSuccessor}
                    WHERE hash = {hash} AND family_hash = {row.FamilyHash} AND rotated_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM {RevokedFamilies} WHERE family_hash = {row.FamilyHash})
                    """,
                    token);
                if (rotated == 0)
                {
                    return false;
                }

                await context.InsertAsync(row, token);
                return true;
            },
            token => context.Set<RefreshTokenRow>().AnyAsync(stored => stored.Hash == row.Hash, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var extended = await context.ExecuteAsync(
            $"""
            UPDATE {Tokens} SET expires_at = {expiresAt.UtcDateTime}
            WHERE hash = {hash} AND rotated_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM {RevokedFamilies} AS revoked WHERE revoked.family_hash = {Tokens}.family_hash)
            """,
            cancellationToken);
        return extended == 1;
    }

    /// <inheritdoc/>
    public async Task RevokeFamilyAsync(string familyId, CancellationToken cancellationToken)
    {
        var (hash, now) = (TokenHash.Of(familyId), Now);
        var lastExpiry = await context.Set<RefreshTokenRow>().Where(row => row.FamilyHash == hash).MaxAsync(row => (DateTime?)row.ExpiresAt, cancellationToken);
        var inserts = now + LongestInsert;
        var tombstone = new RevokedFamilyRow { FamilyHash = hash, RevokedAt = now, KeepUntil = lastExpiry > inserts ? lastExpiry.Value : inserts };
        await context.TryInsertAsync(tombstone, cancellationToken);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
