using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Counts changes of what nodes keep in memory.</summary>
internal static class ChangeCount
{
    /// <summary>How many changes there have been.</summary>
    public static async Task<long> CountedAsync(this DbContext context, TokenHash place, CancellationToken cancellationToken) =>
        await context.FindRowAsync<ChangeRow>(place, cancellationToken) is { Number: var number } ? number : 0;

    /// <summary>Counts one, inside the transaction of the change and before it: the row's lock lets one change at a time pass, so numbers are committed in their
    /// order.</summary>
    /// <returns>The number of this change.</returns>
    public static async Task<long> CountChangeAsync(this DbContext context, TokenHash place, CancellationToken cancellationToken)
    {
        var counter = context.Set<ChangeRow>().Where(row => row.Hash == place);
        if (await counter.ExecuteUpdateAsync(row => row.SetProperty(row => row.Number, row => row.Number + 1), cancellationToken) == 0)
        {
            await context.TryInsertAsync(new ChangeRow { Hash = place }, cancellationToken);
            await counter.ExecuteUpdateAsync(row => row.SetProperty(row => row.Number, row => row.Number + 1), cancellationToken);
        }

        return await counter.Select(row => row.Number).SingleAsync(cancellationToken);
    }
}
