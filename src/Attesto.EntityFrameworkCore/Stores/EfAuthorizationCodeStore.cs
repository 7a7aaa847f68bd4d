using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Authorization codes in the host's database; they are spent by one conditional UPDATE, in one transaction with the grant that comes of it.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfAuthorizationCodeStore<TContext>(TContext context, TimeProvider clock) : IAuthorizationCodeStore
    where TContext : DbContext
{
    private static readonly PerModel<Statement> Spend = StatementBuilder.For<AuthorizationCodeRow>(row => $"""
        UPDATE {row.TableName}
        SET {row.Set(nameof(AuthorizationCodeRow.SpentAt), nameof(AuthorizationCodeRow.IsRedeemed))}
        WHERE {row.Are(nameof(AuthorizationCodeRow.Hash))} AND {row.AreNull(nameof(AuthorizationCodeRow.SpentAt))}
        """);

    /// <inheritdoc/>
    public Task AddAsync(AuthorizationCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return context.InsertAsync(AuthorizationCodeRow.From(code), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredCode?> FindAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<AuthorizationCodeRow>(hash, cancellationToken);
        return row?.ToStoredCode();
    }

    /// <inheritdoc/>
    public Task<bool> SpendAsync(TokenHash hash, CancellationToken cancellationToken) => SpendAsync(hash, redeems: false, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RedeemAsync(TokenHash hash, Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var row = GrantRow.From(grant);
        return context.InTransactionAsync(
            async token =>
            {
                if (!await SpendAsync(hash, redeems: true, token))
                {
                    return false;
                }

                await context.InsertAsync(row, token);
                return true;
            },
            token => context.Set<GrantRow>().AnyAsync(stored => stored.GrantId == row.GrantId, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> SpendAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        var (codes, now) = (context.Set<AuthorizationCodeRow>().Matching(filter).Where(row => row.SpentAt == null), clock.GetUtcNow().UtcDateTime);
        return context.RunAsync(token => codes.ExecuteUpdateAsync(row => row.SetProperty(row => row.SpentAt, now), token), cancellationToken);
    }

    // The UPDATE is the lock: of N racing calls one changes the row, the others wait for it and find the code spent.
    private async Task<bool> SpendAsync(TokenHash hash, bool redeems, CancellationToken cancellationToken)
    {
        var spend = Spend.Of(context);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(AuthorizationCodeRow.Hash)] = hash,
            [nameof(AuthorizationCodeRow.SpentAt)] = clock.GetUtcNow().UtcDateTime,
            [nameof(AuthorizationCodeRow.IsRedeemed)] = redeems,
        };
        return await context.RunAsync(token => spend.ExecuteAsync(context, values, token), cancellationToken) == 1;
    }
}
