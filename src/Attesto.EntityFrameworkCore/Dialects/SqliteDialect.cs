using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

internal sealed class SqliteDialect : Dialect
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // as long as the driver's own

    private const string Name = "Microsoft.EntityFrameworkCore.Sqlite";

    protected override string Provider => Name;

    /// <summary>Adds what SQLite needs, unless another provider has been chosen already: of each statement an interceptor is told at length.</summary>
    public static void Configure(DbContextOptionsBuilder context)
    {
        if (context.Options.Extensions.FirstOrDefault(extension => extension.Info.IsDatabaseProvider) is not { } provider
            || string.Equals(provider.GetType().Assembly.GetName().Name, Name, StringComparison.Ordinal))
        {
            context.AddInterceptors(SqliteWaits.Interceptor, SqliteFile.Interceptor);
        }
    }

    public override string Clock => "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS \"Value\"";

    public override Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => SqliteWaits.AvoidAsync(work, cancellationToken);

    public override Task<T> WriteAsync<T>(DbContext context, Func<Task<T>> attempts, CancellationToken cancellationToken) =>
        SqliteTurns.TakeAsync(context, Patience, attempts, cancellationToken);

    public override int LongestPause => 8; // whoever has the turn is alone, but for other processes

    // SQLITE_BUSY and SQLITE_LOCKED. A file has one writer at a time, so there is nothing to give up for as long as others come to an end.
    public override bool IsConflict(Exception fault) =>
        (fault as DbException ?? fault.InnerException) is DbException { Message: var message }
        && (message.StartsWith("SQLite Error 5:", StringComparison.Ordinal) || message.StartsWith("SQLite Error 6:", StringComparison.Ordinal));

    public override bool TriesAgain(int attempts, TimeSpan elapsed) => elapsed < Patience;

    public override string InsertIfAbsent(string table, IReadOnlyList<(string Column, string Parameter)> values, IReadOnlyList<(string Column, string Parameter)> unique) =>
        InsertOnConflictDoNothing(table, values);

    public override string InsertMissing(string table, IReadOnlyList<string> columns, IEnumerable<string> rows, IEnumerable<string> unique) =>
        InsertOnConflictDoNothing(table, columns, rows);

    public override FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit) =>
        $"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} ORDER BY {order} LIMIT {limit})";
}
