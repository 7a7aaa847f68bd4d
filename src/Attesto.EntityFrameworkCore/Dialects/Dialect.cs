using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Where the databases differ, a file for each. Every other statement is portable.</summary>
internal abstract class Dialect
{
    private const int MaxAttempts = 12; // a second and a half at most

    /// <summary>As PostgreSQL and SQLite know it.</summary>
    protected static string InsertOnConflictDoNothing(string table, IReadOnlyList<(string Column, string Parameter)> values) =>
        $"INSERT INTO {table} ({Columns(values)}) VALUES ({Parameters(values)}) ON CONFLICT DO NOTHING";

    /// <inheritdoc cref="InsertOnConflictDoNothing(string, IReadOnlyList{ValueTuple{string, string}})"/>
    protected static string InsertOnConflictDoNothing(string table, IReadOnlyList<string> columns, IEnumerable<string> rows) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", rows)} ON CONFLICT DO NOTHING";

    protected static string Columns(IEnumerable<(string Column, string Parameter)> values) => string.Join(", ", values.Select(value => value.Column));

    protected static string Parameters(IEnumerable<(string Column, string Parameter)> values) => string.Join(", ", values.Select(value => value.Parameter));

    private static readonly Dialect[] Known = [new PostgreSqlDialect(), new SqlServerDialect(), new SqliteDialect()];

    protected abstract string Provider { get; }

    private static readonly PerModel<Dialect> OfModel = new(context =>
        Array.Find(Known, dialect => string.Equals(dialect.Provider, context.Database.ProviderName, StringComparison.Ordinal)) ?? Known[^1]);

    /// <summary>The dialect of the provider that the host chose; an unknown one is taken for the plainest.</summary>
    public static Dialect Of(DbContext context) => OfModel.Of(context);

    /// <summary>Runs a statement of ours once.</summary>
    /// <param name="work">The statement.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public virtual Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => work(cancellationToken);

    /// <summary>Runs the attempts of a statement of ours that may write.</summary>
    /// <param name="context">The host's context.</param>
    /// <param name="attempts">The attempts, one after the other.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public virtual Task<T> WriteAsync<T>(DbContext context, Func<Task<T>> attempts, CancellationToken cancellationToken) => attempts();

    /// <summary>How long, at most, a statement rests that met a conflict, in milliseconds.</summary>
    public virtual int LongestPause => 200;

    /// <summary>True if another transaction was in the way, and the statement had no effect.</summary>
    /// <param name="fault">What the statement met.</param>
    public virtual bool IsConflict(Exception fault) => Dependency.IsConflict(fault);

    /// <summary>Whether a statement that met a conflict is tried once more.</summary>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="elapsed">For how long.</param>
    public virtual bool TriesAgain(int attempts, TimeSpan elapsed) => attempts < MaxAttempts;

    /// <summary>The query for the database's own clock, in UTC, not as of the beginning of a transaction; one column of the name <c>Value</c>.</summary>
    public abstract string Clock { get; }

    /// <summary>The statement that inserts a row unless one of its unique columns is taken: never an error then, for an error would be logged as a failure, and
    /// on PostgreSQL it ends a transaction.</summary>
    /// <param name="table">The table, delimited.</param>
    /// <param name="values">Each column, delimited, with the parameter of its value.</param>
    /// <param name="unique">Those of them that must be unique.</param>
    public abstract string InsertIfAbsent(string table, IReadOnlyList<(string Column, string Parameter)> values, IReadOnlyList<(string Column, string Parameter)> unique);

    /// <summary>The same for several rows: those that are there are left out, the others are inserted.</summary>
    /// <param name="table">The table, delimited.</param>
    /// <param name="columns">Each column, delimited.</param>
    /// <param name="rows">The parameters of each row, in the order of the columns and in parentheses.</param>
    /// <param name="unique">Those of the columns that must be unique.</param>
    public abstract string InsertMissing(string table, IReadOnlyList<string> columns, IEnumerable<string> rows, IEnumerable<string> unique);

    /// <summary>The statement that deletes rows and answers with what they held.</summary>
    /// <param name="table">The table, delimited.</param>
    /// <param name="columns">What is asked for, delimited.</param>
    /// <param name="condition">Which rows.</param>
    public virtual string DeleteReturning(string table, IEnumerable<string> columns, string condition) =>
        $"DELETE FROM {table} WHERE {condition} RETURNING {string.Join(", ", columns)}";

    /// <summary>A statement that deletes the rows that a condition finds, lowest first, at most so many. Rows that another node has locked are passed over.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The name of its key.</param>
    /// <param name="condition">Which rows.</param>
    /// <param name="order">The name of the indexed column that they are taken in the order of.</param>
    /// <param name="limit">How many rows at most.</param>
    public abstract FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit);
}
