using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Attesto.EntityFrameworkCore;

/// <summary>What all tables share. Column types are left to the provider, so that one migration serves every database.</summary>
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
        foreach (var property in row.Metadata.GetProperties())
        {
            property.SetColumnName(SnakeCase(property.Name));
            if (property.Name.EndsWith("Hash", StringComparison.Ordinal))
            {
                property.SetMaxLength(HashLength);
            }

            if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTime))
            {
                property.SetValueConverter(Utc);
            }
        }

        return row;
    }

    /// <summary>Indexes one column, under a name that no provider shortens.</summary>
    public static IndexBuilder<TRow> AddIndex<TRow>(this EntityTypeBuilder<TRow> row, Expression<Func<TRow, object?>> column)
        where TRow : class
    {
        var index = row.HasIndex(column);
        return index.HasDatabaseName($"ix_{row.Metadata.GetTableName()}_{SnakeCase(index.Metadata.Properties[0].Name)}");
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
