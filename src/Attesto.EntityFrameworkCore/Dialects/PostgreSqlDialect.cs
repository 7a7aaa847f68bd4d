using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore;

internal sealed class PostgreSqlDialect : Dialect
{
    protected override string Provider => "Npgsql.EntityFrameworkCore.PostgreSQL";

    protected override IEnumerable<IInterceptor> Interceptors => [PostgreSqlCommands.Interceptor];

    public override string Clock => "SELECT clock_timestamp() AS \"Value\"";

    public override string InsertIfAbsent(string table, IReadOnlyList<(string Column, string Parameter)> values, IReadOnlyList<(string Column, string Parameter)> unique) =>
        InsertOnConflictDoNothing(table, values);

    public override string InsertMissing(string table, IReadOnlyList<string> columns, IEnumerable<string> rows, IEnumerable<string> unique) =>
        InsertOnConflictDoNothing(table, columns, rows);

    // By the row's place, which its lock holds still: going through the key again would cost five times as much.
    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"""
        DELETE FROM {table} WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM {table} WHERE {condition} ORDER BY {order} LIMIT {limit} FOR UPDATE SKIP LOCKED))
        """;
}
