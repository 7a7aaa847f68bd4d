namespace Attesto.EntityFrameworkCore;

internal sealed class SqliteDialect : Dialect
{
    protected override string Provider => "Microsoft.EntityFrameworkCore.Sqlite";

    public override string InsertIfAbsent(string table, IReadOnlyList<(string Column, string Parameter)> values, IReadOnlyList<(string Column, string Parameter)> unique) =>
        InsertOnConflictDoNothing(table, values);

    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} ORDER BY {order} LIMIT {limit})";
}
