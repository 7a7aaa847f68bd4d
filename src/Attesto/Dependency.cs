using System.ComponentModel;
using System.Data.Common;

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
        DbException { IsTransient: true } => true,
        TimeoutException or Win32Exception => true, // among the latter every SocketException
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsUnreachable),
        _ => IsUnreachable(exception.InnerException),
    };
}
