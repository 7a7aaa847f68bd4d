using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class PostgreSqlDialect : Dialect
{
    private const string Name = "Npgsql.EntityFrameworkCore.PostgreSQL";

    protected override string Provider => Name;

    /// <summary>True if the context is on PostgreSQL.</summary>
    public static bool IsOf(DbContext context) => string.Equals(context.Database.ProviderName, Name, StringComparison.Ordinal);

    /// <summary>True if these are the options of a context on PostgreSQL, or of one whose provider has not been chosen yet.</summary>
    public static bool MayBe(DbContextOptions options) =>
        options.Extensions.FirstOrDefault(extension => extension.Info.IsDatabaseProvider) is not { } provider
        || string.Equals(provider.GetType().Assembly.GetName().Name, Name, StringComparison.Ordinal);

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
