using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Attesto.EntityFrameworkCore;

/// <summary>What all tables share.</summary>
internal static class RowConfiguration
{
    /// <summary>Maps a row to its table and pins each of its columns.</summary>
    public static EntityTypeBuilder<TRow> AddTable<TRow>(this ModelBuilder model, string table, Expression<Func<TRow, object?>> key)
        where TRow : class
    {
        var row = model.Entity<TRow>();
        row.ToTable(table).HasKey(key).HasName($"pk_{table}");
        foreach (var column in Column.Of(typeof(TRow)))
        {
            column.Pin(row.Property(column.Property.Name));
        }

        return row;
    }

    /// <summary>Indexes columns, under the name of the first one, which no provider shortens.</summary>
    public static IndexBuilder<TRow> AddIndex<TRow>(this EntityTypeBuilder<TRow> row, params Expression<Func<TRow, object?>>[] columns)
        where TRow : class
    {
        string[] names = [.. columns.Select(NameOf)];
        return row.HasIndex(names).HasDatabaseName($"ix_{row.Metadata.GetTableName()}_{Column.NameOf(names[0])}");
    }

    private static string NameOf<TRow>(Expression<Func<TRow, object?>> column) =>
        ((MemberExpression)(column.Body is UnaryExpression boxed ? boxed.Operand : column.Body)).Member.Name;
}
