namespace Attesto.EntityFrameworkCore;

internal sealed class SqlServerDialect : Dialect
{
    protected override string Provider => "Microsoft.EntityFrameworkCore.SqlServer";

    // The order makes the index of the expiry the cheapest way; a bare DELETE TOP may read the table for it. READCOMMITTEDLOCK, for a database that reads
    // row versions (READ_COMMITTED_SNAPSHOT, the default of Azure) refuses READPAST without it.
    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"""
        WITH expired AS (
            SELECT TOP ({limit}) {key} FROM {table} WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE {condition} ORDER BY {order})
        DELETE FROM expired
        """;
}
