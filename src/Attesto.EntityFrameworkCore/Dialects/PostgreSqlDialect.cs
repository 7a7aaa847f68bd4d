namespace Attesto.EntityFrameworkCore;

internal sealed class PostgreSqlDialect : Dialect
{
    protected override string Provider => "Npgsql.EntityFrameworkCore.PostgreSQL";

    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"""
        WITH expired AS MATERIALIZED (SELECT {key} FROM {table} WHERE {condition} ORDER BY {order} LIMIT {limit} FOR UPDATE SKIP LOCKED)
        DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM expired)
        """;
}
