using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Signing keys in the host's database, by whose clock every node goes.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
public sealed class EfSigningKeyStore<TContext>(TContext context) : ISigningKeyStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public async Task<SigningKeySet> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rows = await context.ReadAsync(token => Keys.AsNoTracking().ToListAsync(token), cancellationToken);
            return new SigningKeySet([.. rows.Select(row => row.ToKey())], await ReadClockAsync(cancellationToken));
        }
        catch (DbException fault) when (fault.IsLacking())
        {
            throw Table.Lacking(context, new Columns(context, typeof(SigningKeyRow)).TableName, fault);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(ImmutableArray<StoredSigningKey> keys, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        // In one order everywhere, so that two nodes wait for one another and never for each other.
        var rows = keys.OrderBy(key => key.Algorithm, StringComparer.Ordinal).Select(SigningKeyRow.From).ToList();
        return await context.InTransactionAsync(
            async token =>
            {
                foreach (var row in rows)
                {
                    if (!await context.TryInsertAsync(row, token))
                    {
                        return false;
                    }
                }

                return await ReadClockAsync(token) <= notAfter;
            },
            token => Keys.AnyAsync(row => row.Hash == rows[0].Hash, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> ActivateAsync(string keyId, DateTimeOffset signsFrom, CancellationToken cancellationToken)
    {
        var (hash, from) = (TokenHash.Of(keyId), signsFrom.UtcDateTime);
        return await context.RunAsync(
            token => Keys.Where(row => row.Hash == hash && row.RetiredAt == null && row.SignsFrom > from)
                .ExecuteUpdateAsync(row => row.SetProperty(row => row.SignsFrom, from), token),
            cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> RetireAsync(string keyId, DateTimeOffset retiredAt, bool evenIfItSigns, CancellationToken cancellationToken)
    {
        var (hash, at) = (TokenHash.Of(keyId), retiredAt.UtcDateTime);
        return await context.RunAsync(
            token => Keys.Where(row => row.Hash == hash && row.RetiredAt == null)
                .Where(row => evenIfItSigns || row.SignsFrom > at
                    || Keys.Any(other => other.Algorithm == row.Algorithm && other.Number > row.Number && other.SignsFrom <= at && other.RetiredAt == null))
                .ExecuteUpdateAsync(row => row.SetProperty(row => row.RetiredAt, at), token),
            cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string keyId, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(keyId);
        return context.RunAsync(token => Keys.Where(row => row.Hash == hash).ExecuteDeleteAsync(token), cancellationToken);
    }

    private DbSet<SigningKeyRow> Keys => context.Set<SigningKeyRow>();

    private async Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellationToken)
    {
        var now = await context.ReadAsync(
            token => context.Database.SqlQueryRaw<DateTime>(Dialect.Of(context).Clock).SingleAsync(token), cancellationToken);
        return new DateTimeOffset(DateTime.SpecifyKind(now, DateTimeKind.Utc));
    }
}
