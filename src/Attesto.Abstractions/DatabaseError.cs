using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;

namespace Attesto;

/// <summary>What a database says is wrong. PostgreSQL says it by SQLSTATE; SqlClient and the driver of SQLite leave that empty, and their own numbers are read
/// without a reference to either.</summary>
internal readonly record struct DatabaseError
{
    private const string SqlitePrefix = "SQLite Error ";

    // Those of SQL Server and Azure SQL that may pass by themselves. Whatever is not here lies with the statement, the schema or the rights.
    private static readonly FrozenSet<int> Passing = new[]
    {
        -2, -1, 0, 2, 20, 53, 64, 121, 233, 258, 997, 10053, 10054, 10060, 10061, 11001, 17142, 17197, 18401, 18456, // no connection, no answer in time
        701, 802, 823, 824, 845, 1101, 1105, 1204, 1222, 8628, 8645, 8651, 9001, 9002, 10928, 10929, 10936, // no memory, no room, no thread, no lock
        904, 905, 921, 922, 924, 926, 927, 941, 942, 946, 952, 954, 955, 976, 978, 979, 983, 988, 3906, 3908, 4060, // starting, recovering, read-only, away
        601, 669, 1205, 3935, 3960, 3966, 41301, 41302, 41305, 41325, 41839, // another transaction was in the way
        4221, 40143, 40197, 40501, 40540, 40544, 40549, 40550, 40551, 40552, 40553, 40613, 40615, 42108, 42109, 49918, 49919, 49920, // Azure
    }.ToFrozenSet();

    private readonly string? _sqlState;
    private readonly int? _sqlServer;
    private readonly int? _sqlite;

    public DatabaseError(DbException fault)
    {
        _sqlState = fault.SqlState;
        _sqlServer = ParseNumber(fault.Data["HelpLink.EvtID"] as string); // where SqlException notes it for the event log
        _sqlite = fault.Message.StartsWith(SqlitePrefix, StringComparison.Ordinal) ? ParseNumber(fault.Message.Split(':')[0].AsSpan(SqlitePrefix.Length)) : null;
    }

    /// <summary>True if the same statement is wrong tomorrow too: data, integrity, syntax, names, rights.</summary>
    public bool IsRefused => this switch
    {
        { _sqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } => true,
        { _sqlServer: { } number } => !Passing.Contains(number),
        { _sqlite: { } code } => code is 1 or 12 or 17 or 18 or 19 or 20 or 21 or 25,
        _ => false,
    };

    /// <summary>True if another transaction was in the way and nothing of this one took effect: a serialization failure or a deadlock.</summary>
    public bool IsConflict => this is { _sqlState: "40001" or "40P01" } or { _sqlServer: 1205 or 3960 };

    private static int? ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
