using System.Data.Common;
using System.Runtime.InteropServices;

namespace Attesto;

/// <summary>Tells a fault of the surroundings from a fault of the work: what cannot be reached may be there again in a moment.</summary>
public static class Dependency
{
    /// <summary>True if the fault lies in reaching a database or another service, so that the same request may succeed later (RFC 9110 §15.6.4).</summary>
    /// <param name="exception">The fault.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsUnreachable(Exception? exception) => exception switch
    {
        null => false,
        DbException database => database.IsTransient || IsUnreachable(database.InnerException),
        TimeoutException or ExternalException => true, // among the latter every socket and Win32 fault
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsUnreachable),
        _ => IsUnreachable(exception.InnerException),
    };
}
