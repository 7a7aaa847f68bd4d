namespace Attesto.EntityFrameworkCore;

internal sealed class SqlServerDialect : Dialect
{
    protected override string Provider => "Microsoft.EntityFrameworkCore.SqlServer";

    // The order makes the index of the expiry the cheapest way; a bare DELETE TOP may read the table for it.
    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"""
        WITH expired AS (SELECT TOP ({limit}) {key} FROM {table} WITH (ROWLOCK, READPAST) WHERE {condition} ORDER BY {order})
        DELETE FROM expired
        """;
}
