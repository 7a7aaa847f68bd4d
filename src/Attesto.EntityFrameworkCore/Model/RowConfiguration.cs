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

    /// <summary>Indexes one column, under a name that no provider shortens.</summary>
    public static IndexBuilder<TRow> AddIndex<TRow>(this EntityTypeBuilder<TRow> row, Expression<Func<TRow, object?>> column)
        where TRow : class
    {
        var member = (MemberExpression)(column.Body is UnaryExpression boxed ? boxed.Operand : column.Body);
        return row.HasIndex(column).HasDatabaseName($"ix_{row.Metadata.GetTableName()}_{Column.NameOf(member.Member.Name)}");
    }
}
