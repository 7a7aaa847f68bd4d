using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Runs a statement again that lost a conflict with another: nothing of it took effect, and the next attempt sees what the winner did. So a lost race is
/// an answer and never an error, at any isolation level and under any execution strategy.</summary>
internal static class Conflicts
{
    public static async Task<T> RetryAsync<T>(DbContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var (dialect, began) = (Dialect.Of(context), Stopwatch.GetTimestamp());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await dialect.RunAsync(work, cancellationToken);
            }
            catch (Exception fault) when (dialect.IsConflict(fault) && dialect.TriesAgain(attempt, Stopwatch.GetElapsedTime(began)))
            {
                await Task.Delay(Pause(attempt, dialect.LongestPause), cancellationToken);
            }
        }
    }

    // Twice as long each time, and of every racer another, or they would meet again.
    private static int Pause(int attempt, int longest) => RandomNumberGenerator.GetInt32(1, 1 + Math.Min(longest, 4 << Math.Min(attempt, 8)));
}
