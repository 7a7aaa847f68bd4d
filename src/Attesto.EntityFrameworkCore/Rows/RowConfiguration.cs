using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Attesto.EntityFrameworkCore;

/// <summary>What all tables share. Column types are left to the provider, so that one migration serves every database.</summary>
// The mutable metadata interfaces moved their members between EF Core 6 and 8; the builders and reflection did not.
internal static class RowConfiguration
{
    private const int HashLength = 64;

    private static readonly ValueConverter<DateTime, DateTime> Utc = new(value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));

    /// <summary>Maps a row to its table: a hash as the key, lower_snake_case columns, UTC instants.</summary>
    public static EntityTypeBuilder<TRow> AddTable<TRow>(this ModelBuilder model, string table, Expression<Func<TRow, object?>> key)
        where TRow : class
    {
        var row = model.Entity<TRow>();
        row.ToTable(table).HasKey(key).HasName($"pk_{table}");
        foreach (var property in typeof(TRow).GetProperties())
        {
            var column = row.Property(property.Name).HasColumnName(ColumnOf(property.Name));
            if (property.Name.EndsWith("Hash", StringComparison.Ordinal))
            {
                column.HasMaxLength(HashLength);
            }

            if ((Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTime))
            {
                column.HasConversion(Utc);
            }
        }

        return row;
    }

    /// <summary>Indexes one column, under a name that no provider shortens.</summary>
    public static IndexBuilder<TRow> AddIndex<TRow>(this EntityTypeBuilder<TRow> row, Expression<Func<TRow, object?>> column)
        where TRow : class
    {
        var member = (MemberExpression)(column.Body is UnaryExpression boxed ? boxed.Operand : column.Body);
        return row.HasIndex(column).HasDatabaseName($"ix_{row.Metadata.GetTableName()}_{ColumnOf(member.Member.Name)}");
    }

    /// <summary>The column of a property: lower_snake_case, fixed, so that statements can name it without quotes in every dialect.</summary>
    public static string ColumnOf(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
