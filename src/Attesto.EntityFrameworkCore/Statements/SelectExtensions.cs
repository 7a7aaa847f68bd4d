using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Reads a row by its key.</summary>
internal static class SelectExtensions
{
    private const string Key = "key";

    /// <summary>Finds the row with a key; the context does not track it.</summary>
    /// <param name="context">The host's context.</param>
    /// <param name="key">The key, of the type of its property.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The row, or null if there is none.</returns>
    public static Task<TRow?> FindRowAsync<TRow>(this DbContext context, object key, CancellationToken cancellationToken)
        where TRow : class
    {
        var (select, read) = Select<TRow>.ByKey.Of(context);
        return context.ReadAsync(token => select.FindAsync(context, new(StringComparer.Ordinal) { [Key] = key }, read, token), cancellationToken);
    }

    private sealed record Select<TRow>(Statement Statement, Func<DbDataReader, TRow> Read)
        where TRow : class
    {
        public static PerModel<Select<TRow>> ByKey { get; } = new(Make);

        private static Select<TRow> Make(DbContext context)
        {
            Func<DbDataReader, TRow>? read = null;
            var statement = StatementBuilder.Write(context, typeof(TRow), row =>
            {
                read = RowReader.Of<TRow>(row.Properties);
                return $"SELECT {string.Join(", ", row.Properties.Select(property => row[property]))} FROM {row.TableName} WHERE {row[row.Key]} = {row.Value(row.Key, Key)}";
            });
            return new(statement, read!);
        }
    }
}
