using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore;

/// <summary>The driver of SQLite waits for a lock with its thread, for up to 30 seconds: some twenty waiting writers stop a whole node. Statements of ours do not
/// wait there; they are told at once that the file is locked, and try again later without holding a thread.</summary>
internal sealed class SqliteWaits : DbCommandInterceptor
{
    private const int None = -1; // zero would be for ever

    private static readonly AsyncLocal<bool> OurOwn = new();

    private SqliteWaits()
    {
    }

    public static SqliteWaits Interceptor { get; } = new();

    /// <summary>Runs a statement of ours.</summary>
    public static async Task<T> AvoidAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        OurOwn.Value = true; // until this method returns
        return await work(cancellationToken);
    }

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (OurOwn.Value)
        {
            result.CommandTimeout = None;
        }

        return result;
    }
}
