using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Inserts that no row survives twice. None overwrites, and none fails a transaction of the host's because the row is there.</summary>
internal static class InsertExtensions
{
    /// <summary>Inserts a row whose key is random and ours alone.</summary>
    /// <exception cref="InvalidOperationException">The key is taken: it was no fresh one.</exception>
    public static async Task InsertAsync<TRow>(this DbContext context, TRow row, CancellationToken cancellationToken)
        where TRow : class
    {
        if (!await context.TryInsertAsync(row, static _ => Task.FromResult(true), cancellationToken))
        {
            throw new InvalidOperationException($"{context.Model.FindEntityType(typeof(TRow))!.GetTableName()} has a row with this key already.");
        }
    }

    /// <summary>Inserts a row unless its key, or another unique column, is taken; of N racing calls exactly one answers true.</summary>
    /// <returns>True if it was inserted.</returns>
    public static Task<bool> TryInsertAsync<TRow>(this DbContext context, TRow row, CancellationToken cancellationToken)
        where TRow : class => context.TryInsertAsync(row, static _ => Task.FromResult(false), cancellationToken);

    /// <summary>Inserts rows, as many by one statement as every database takes; those whose key, or another unique column, is taken are left out.</summary>
    public static async Task InsertMissingAsync<TRow>(this DbContext context, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var insert = InsertStatement.Of<TRow>(context);
        foreach (var some in rows.Chunk(insert.MostRows))
        {
            await context.RunAsync(token => insert.ExecuteAsync(context, some, token), cancellationToken);
        }
    }

    /// <inheritdoc cref="TryInsertAsync{TRow}(DbContext, TRow, CancellationToken)"/>
    /// <param name="context">The context.</param>
    /// <param name="row">The row.</param>
    /// <param name="isOurs">Asked when the answer to an insert was lost and its row is there at the next attempt: is it the very one?</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<bool> TryInsertAsync<TRow>(
        this DbContext context, TRow row, Func<CancellationToken, Task<bool>> isOurs, CancellationToken cancellationToken)
        where TRow : class
    {
        var (insert, attempts) = (InsertStatement.Of<TRow>(context), 0);
        return context.RunAsync(
            async token =>
            {
                var isRetry = attempts++ > 0;
                return await insert.ExecuteAsync(context, row, token) == 1 || (isRetry && await isOurs(token));
            },
            cancellationToken);
    }
}
