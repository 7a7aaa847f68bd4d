using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>An insert that depends on another table.</summary>
internal static class InsertUnlessExtensions
{
    /// <summary>Inserts a row unless the query finds something; a duplicate throws.</summary>
    /// <returns>True if it was inserted.</returns>
    public static async Task<bool> InsertUnlessAsync<TRow>(this DbContext context, TRow row, FormattableString query, CancellationToken cancellationToken)
        where TRow : class
    {
        // Columns that are null are left out: a null parameter has no type, and PostgreSQL would take it for text.
        var columns = Column.Of(typeof(TRow)).Select(column => (column.Name, Value: column.Property.GetValue(row))).Where(column => column.Value is not null).ToList();
        var names = string.Join(", ", columns.Select(column => column.Name));
        var holes = string.Join(", ", columns.Select((_, i) => $"{{{i + 2}}}"));
        return await context.ExecuteAsync(
            FormattableStringFactory.Create($"INSERT INTO {{0}} ({names}) SELECT {holes} WHERE NOT EXISTS ({{1}})", [Table.Of<TRow>(), query, .. columns.Select(column => column.Value)]),
            cancellationToken) == 1;
    }
}
