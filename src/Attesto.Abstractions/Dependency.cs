using System.Data.Common;
using System.Runtime.InteropServices;

namespace Attesto;

/// <summary>Tells a fault of the surroundings from a fault of the work: what is out of order now may work again in a moment.</summary>
internal static class Dependency
{
    /// <summary>True if a database or another service cannot be reached or cannot do its part, so that the same request may succeed later (RFC 9110 §15.6.4).</summary>
    /// <param name="exception">The fault.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsUnavailable(Exception? exception) => exception switch
    {
        null => false,
        DbException database => database.IsTransient || !IsRefused(database.SqlState) || IsUnavailable(database.InnerException),
        TimeoutException or ExternalException => true, // among the latter every socket and Win32 fault
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsUnavailable),
        _ => IsUnavailable(exception.InnerException),
    };

    // A statement that is wrong today is wrong tomorrow: data (22), integrity (23), syntax, names and rights (42). All else lies with the database:
    // locked, full, read-only, recovering. SQLite and SQL Server have no such classes; their statements are the ones that PostgreSQL takes.
    private static bool IsRefused(string? sqlState) => sqlState is ['2', '2' or '3', ..] or ['4', '2', ..];
}
