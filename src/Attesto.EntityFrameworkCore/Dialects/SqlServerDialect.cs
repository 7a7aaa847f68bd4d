namespace Attesto.EntityFrameworkCore;

internal sealed class SqlServerDialect : Dialect
{
    protected override string Provider => "Microsoft.EntityFrameworkCore.SqlServer";

    public override string Clock => "SELECT SYSUTCDATETIME() AS [Value]";

    // UPDLOCK and HOLDLOCK keep the gap that was found empty until the row is in it, so that of two racers the second waits and then finds the row.
    public override string InsertIfAbsent(string table, IReadOnlyList<(string Column, string Parameter)> values, IReadOnlyList<(string Column, string Parameter)> unique)
    {
        var free = unique.Select(value => $"NOT EXISTS (SELECT 1 FROM {table} WITH (UPDLOCK, HOLDLOCK) WHERE {value.Column} = {value.Parameter})");
        return $"INSERT INTO {table} ({Columns(values)}) SELECT {Parameters(values)} WHERE {string.Join(" AND ", free)}";
    }

    public override string InsertMissing(string table, IReadOnlyList<string> columns, IEnumerable<string> rows, IEnumerable<string> unique)
    {
        var free = unique.Select(column => $"NOT EXISTS (SELECT 1 FROM {table} AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.{column} = v.{column})");
        return $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns.Select(column => $"v.{column}"))} "
            + $"FROM (VALUES {string.Join(", ", rows)}) AS v ({string.Join(", ", columns)}) WHERE {string.Join(" AND ", free)}";
    }

    public override string DeleteReturning(string table, IEnumerable<string> columns, string condition) =>
        $"DELETE FROM {table} OUTPUT {string.Join(", ", columns.Select(column => $"DELETED.{column}"))} WHERE {condition}";

    // The order makes the index of the expiry the cheapest way; a bare DELETE TOP may read the table for it. READCOMMITTEDLOCK, for a database that reads
    // row versions (READ_COMMITTED_SNAPSHOT, the default of Azure) refuses READPAST without it.
    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"""
        WITH expired AS (
            SELECT TOP ({limit}) {key} FROM {table} WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE {condition} ORDER BY {order})
        DELETE FROM expired
        """;
}
