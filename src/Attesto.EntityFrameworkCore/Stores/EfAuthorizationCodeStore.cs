using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Authorization codes in the host's database; the claim is one conditional UPDATE.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfAuthorizationCodeStore<TContext>(TContext context, TimeProvider clock) : IAuthorizationCodeStore
    where TContext : DbContext
{
    private static readonly CompiledQuery<TContext, TokenHash, AuthorizationCodeRow?> ByHash =
        new((context, hash, cancellationToken) => context.Set<AuthorizationCodeRow>().AsNoTracking().SingleOrDefault(row => row.Hash == hash));

    /// <inheritdoc/>
    public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return context.InsertAsync(AuthorizationCodeRow.From(code), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await ByHash.RunAsync(context, hash, cancellationToken);
        return row?.ToStoredCode();
    }

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        // The UPDATE is the lock: of N racing claims one changes the row, the others find it claimed.
        var now = Now;
        var claimed = await context.RunAsync(
            token => Codes.Where(row => row.Hash == hash && row.ClaimedAt == null).ExecuteUpdateAsync(row => row.SetProperty(row => row.ClaimedAt, now), token),
            cancellationToken);
        return claimed == 1;
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(TokenHash hash, string accessTokenId, DateTimeOffset accessTokenExpiresAt, CancellationToken cancellationToken)
    {
        var (now, until) = (Now, accessTokenExpiresAt.UtcDateTime);
        await context.RunAsync(
            token => Codes.Where(row => row.Hash == hash && row.ClaimedAt != null).ExecuteUpdateAsync(
                row => row
                    .SetProperty(row => row.RedeemedAt, now)
                    .SetProperty(row => row.AccessTokenId, accessTokenId)
                    .SetProperty(row => row.AccessTokenExpiresAt, until)
                    .SetProperty(row => row.KeepUntil, row => row.ExpiresAt > until ? row.ExpiresAt : until),
                token),
            cancellationToken);
    }

    private DbSet<AuthorizationCodeRow> Codes => context.Set<AuthorizationCodeRow>();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
