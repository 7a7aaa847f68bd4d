using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Where the databases differ, a file for each. Every other statement is portable.</summary>
internal abstract class Dialect
{
    private static readonly Dialect[] Known = [new PostgreSqlDialect(), new SqlServerDialect(), new SqliteDialect()];

    /// <summary>False where the database is a file, which comes into being with its first connection.</summary>
    public virtual bool HasServer => true;

    protected abstract string Provider { get; }

    /// <summary>The dialect of the provider that the host chose; an unknown one is taken for the plainest.</summary>
    public static Dialect Of(DbContext context) =>
        Array.Find(Known, dialect => string.Equals(dialect.Provider, context.Database.ProviderName, StringComparison.Ordinal)) ?? Known[^1];

    /// <summary>A statement that deletes the rows that a condition finds, lowest first, at most so many. Rows that another node has locked are passed over.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The name of its key.</param>
    /// <param name="condition">Which rows.</param>
    /// <param name="order">The name of the indexed column that they are taken in the order of.</param>
    /// <param name="limit">How many rows at most.</param>
    public abstract FormattableString DeleteFirst(Table table, FormattableString key, FormattableString condition, FormattableString order, int limit);
}
