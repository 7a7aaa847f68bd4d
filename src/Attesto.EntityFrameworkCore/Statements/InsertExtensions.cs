using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Inserts without the change tracker: a host's own pending changes are not flushed along, and a refused row does not linger.</summary>
internal static class InsertExtensions
{
    /// <summary>Inserts a row; a duplicate throws.</summary>
    public static Task InsertAsync<TRow>(this DbContext context, TRow row, CancellationToken cancellationToken)
        where TRow : class => context.ExecuteAsync(Insert(row), cancellationToken);

    /// <summary>Inserts a row unless the query finds something; a duplicate throws.</summary>
    /// <returns>True if it was inserted.</returns>
    public static async Task<bool> InsertUnlessAsync<TRow>(this DbContext context, TRow row, FormattableString query, CancellationToken cancellationToken)
        where TRow : class => await context.ExecuteAsync(Insert(row, query), cancellationToken) == 1;

    /// <summary>Inserts a row unless its key, or another unique column, is taken. Never overwrites; of N racing calls exactly one answers true.</summary>
    /// <returns>True if it was inserted.</returns>
    public static async Task<bool> TryInsertAsync<TRow>(this DbContext context, TRow row, string unique, CancellationToken cancellationToken)
        where TRow : class
    {
        var value = (string)typeof(TRow).GetProperty(unique)!.GetValue(row)!;
        var taken = FormattableStringFactory.Create($"SELECT 1 FROM {{0}} WHERE {RowConfiguration.ColumnOf(unique)} = {{1}}", Table.Of<TRow>(), value);
        try
        {
            return await context.InsertUnlessAsync(row, taken, cancellationToken);
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two racers may both have seen the key free; then its index let one in. Asking the table tells that from other faults in every dialect.
            if (!await context.Set<TRow>().AnyAsync(stored => EF.Property<string>(stored, unique) == value, cancellationToken))
            {
                throw;
            }

            return false;
        }
    }

    private static FormattableString Insert<TRow>(TRow row, FormattableString? unless = null)
    {
        // Columns that are null are left out: a null parameter has no type, and PostgreSQL would take it for text.
        var columns = typeof(TRow).GetProperties().Select(property => (Name: RowConfiguration.ColumnOf(property.Name), Value: property.GetValue(row)))
            .Where(column => column.Value is not null)
            .ToList();
        var names = string.Join(", ", columns.Select(column => column.Name));
        var holes = string.Join(", ", columns.Select((_, i) => $"{{{i + 2}}}"));
        return FormattableStringFactory.Create(
            unless is null ? $"INSERT INTO {{0}} ({names}) VALUES ({holes})" : $"INSERT INTO {{0}} ({names}) SELECT {holes} WHERE NOT EXISTS ({{1}})",
            [new Table(typeof(TRow)), unless as object ?? new Table(typeof(TRow)), .. columns.Select(column => column.Value)]);
    }
}
