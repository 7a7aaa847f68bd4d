using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>Inserts one row unless a unique column of it is taken. LINQ has no such form, and the change tracker would flush pending changes of the host along.
/// The text is made once for each model.</summary>
internal sealed class InsertStatement
{
    private static readonly ConditionalWeakTable<IEntityType, InsertStatement> Made = [];

    private readonly string _text;
    private readonly List<Value> _values;

    private InsertStatement(IEntityType row, DbContext context)
    {
        var properties = row.GetProperties().Where(property => !property.IsShadowProperty()).ToList();
        var sql = context.GetService<ISqlGenerationHelper>();
        _values = [.. properties.Select((property, i) => new Value(
            string.Create(CultureInfo.InvariantCulture, $"@p{i}"), property.GetGetter(), property.GetRelationalTypeMapping(), property.IsNullable))];
        var columns = properties.Select((property, i) => (Property: property, Column: sql.DelimitIdentifier(property.GetColumnName()), _values[i].Parameter)).ToList();
        _text = Dialect.Of(context).InsertIfAbsent(
            Table.NameOf(row, sql),
            [.. columns.Select(column => (column.Column, column.Parameter))],
            [.. columns.Where(column => IsUnique(column.Property)).Select(column => (column.Column, column.Parameter))]);
    }

    public static InsertStatement Of<TRow>(DbContext context)
        where TRow : class
    {
        var row = context.Model.FindEntityType(typeof(TRow)) ?? throw Table.Missing(context);
        return Made.TryGetValue(row, out var made) ? made : Made.GetValue(row, _ => new InsertStatement(row, context));
    }

    /// <summary>Inserts a row, and tells how many were inserted: one, or none.</summary>
    public Task<int> ExecuteAsync(DbContext context, object row, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlRawAsync(_text, Parameters(context, row), cancellationToken);

    private List<DbParameter> Parameters(DbContext context, object row)
    {
        using var factory = context.Database.GetDbConnection().CreateCommand();
        return [.. _values.Select(value => value.Of(row, factory))];
    }

    private static bool IsUnique(IProperty property) =>
        property.IsPrimaryKey() || property.GetContainingIndexes().Any(index => index is { IsUnique: true, Properties.Count: 1 });

    private sealed record Value(string Parameter, IClrPropertyGetter Getter, RelationalTypeMapping Mapping, bool IsNullable)
    {
        // Of the column's own type, also where it is null.
        public DbParameter Of(object row, DbCommand factory) => Mapping.CreateParameter(factory, Parameter, Getter.GetClrValue(row), IsNullable);
    }
}
