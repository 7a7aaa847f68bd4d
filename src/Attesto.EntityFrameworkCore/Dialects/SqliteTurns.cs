using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>A file has one writer at a time: the writers of this process take turns, first come, first served, instead of asking the file again and again.
/// Other processes and the host's own statements are met as ever.</summary>
internal static class SqliteTurns
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Files = new(StringComparer.Ordinal);
    private static readonly AsyncLocal<bool> IsOurs = new();

    /// <summary>Runs a statement that writes, when its turn comes; whoever has waited too long tries without.</summary>
    public static async Task<T> TakeAsync<T>(DbContext context, TimeSpan patience, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (IsOurs.Value)
        {
            return await work();
        }

        IsOurs.Value = true; // until this method returns
        var turn = Files.GetOrAdd(context.Database.GetDbConnection().DataSource, static _ => new SemaphoreSlim(1));
        var taken = await turn.WaitAsync(patience, cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            if (taken)
            {
                turn.Release();
            }
        }
    }
}
