using System.Data.Common;
using System.Runtime.InteropServices;

namespace Attesto;

/// <summary>Tells a fault of the surroundings from a fault of the work: what is out of order now may work again in a moment.</summary>
internal static class Dependency
{
    /// <summary>True if a database or another service cannot be reached or cannot do its part, so that the same request may succeed later (RFC 9110 §15.6.4).
    /// False if it was reached and refused the statement itself: a missing table stays missing.</summary>
    /// <param name="exception">The fault.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsUnavailable(Exception? exception) => exception switch
    {
        null => false,
        DbException database => database.IsTransient || !new DatabaseError(database).IsRefused || IsUnavailable(database.InnerException),
        TimeoutException or ExternalException or RemoteKeysUnavailableException => true, // among the second every socket and Win32 fault
        InvalidOperationException { Source: "Microsoft.Data.SqlClient", InnerException: null } => true, // no connection of the pool came free in time
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsUnavailable),
        _ => IsUnavailable(exception.InnerException),
    };

    /// <summary>True if the database gave up a statement because another transaction was in its way: a serialization failure (SQLSTATE 40001, SQL Server 3960)
    /// or a deadlock (40P01, 1205). Nothing of it took effect, and it may be sent again at once.</summary>
    /// <param name="exception">The fault.</param>
    /// <returns>Whether it did.</returns>
    public static bool IsConflict(Exception? exception) =>
        exception is not null && ((exception is DbException database && new DatabaseError(database).IsConflict) || IsConflict(exception.InnerException));
}
