using System.Data.Common;
using System.Globalization;

namespace Attesto.EntityFrameworkCore;

/// <summary>Tells the errors of the databases apart. SqlClient and the driver of SQLite leave SqlState empty; their numbers are read without a reference to either.</summary>
internal static class DatabaseFaults
{
    /// <summary>True if there is no such database, table or column.</summary>
    public static bool IsLacking(this DbException fault) => fault.SqlState switch
    {
        "3D000" or "42P01" or "42703" => true,
        null => NumberOf(fault) is 4060 or 207 or 208 || fault.Message.StartsWith("SQLite Error 1:", StringComparison.Ordinal),
        _ => false,
    };

    // SqlException notes its number there for the event log.
    private static int? NumberOf(DbException fault) =>
        int.TryParse(fault.Data["HelpLink.EvtID"] as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
