using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>Inserts a row, or several, unless a unique column of it is taken. LINQ has no such form, and the change tracker would flush pending changes of the host along.
/// The text is made once for each model.</summary>
internal sealed class InsertStatement
{
    private const int MostParameters = 2000; // SQL Server takes 2,100

    private static readonly ConditionalWeakTable<IEntityType, InsertStatement> Made = [];

    private readonly string _table;
    private readonly string _text;
    private readonly List<string> _unique;
    private readonly List<Value> _values;

    private InsertStatement(IEntityType row, DbContext context)
    {
        var properties = row.GetProperties().Where(property => !property.IsShadowProperty()).ToList();
        var sql = context.GetService<ISqlGenerationHelper>();
        _table = Table.NameOf(row, sql);
        _values = [.. properties.Select(property => new Value(
            sql.DelimitIdentifier(property.GetColumnName()), property.GetGetter(), property.GetRelationalTypeMapping(), property.IsNullable))];
        var columns = _values.Select((value, i) => (value.Column, Parameter(i))).ToList();
        _unique = [.. _values.Where((_, i) => IsUnique(properties[i])).Select(value => value.Column)];
        _text = Dialect.Of(context).InsertIfAbsent(_table, columns, [.. columns.Where(column => _unique.Contains(column.Column, StringComparer.Ordinal))]);
    }

    /// <summary>How many rows one statement takes.</summary>
    public int MostRows => MostParameters / _values.Count;

    public static InsertStatement Of<TRow>(DbContext context)
        where TRow : class
    {
        var row = context.Model.FindEntityType(typeof(TRow)) ?? throw Table.Missing(context);
        return Made.TryGetValue(row, out var made) ? made : Made.GetValue(row, _ => new InsertStatement(row, context));
    }

    /// <summary>Inserts a row, and tells how many were inserted: one, or none.</summary>
    public Task<int> ExecuteAsync(DbContext context, object row, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlRawAsync(_text, Parameters(context, row), cancellationToken);

    /// <summary>Inserts at most <see cref="MostRows"/> rows, and tells how many were inserted.</summary>
    public Task<int> ExecuteAsync(DbContext context, object[] rows, CancellationToken cancellationToken)
    {
        var places = rows.Select((_, row) => $"({string.Join(", ", _values.Select((_, i) => Parameter((row * _values.Count) + i)))})");
        var text = Dialect.Of(context).InsertMissing(_table, [.. _values.Select(value => value.Column)], places, _unique);
        return context.Database.ExecuteSqlRawAsync(text, Parameters(context, rows), cancellationToken);
    }

    private List<DbParameter> Parameters(DbContext context, params object[] rows)
    {
        using var factory = context.Database.GetDbConnection().CreateCommand();
        return [.. rows.SelectMany(_ => _values, (row, value) => (Row: row, Value: value)).Select((each, i) => each.Value.Of(each.Row, Parameter(i), factory))];
    }

    private static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");

    private static bool IsUnique(IProperty property) =>
        property.IsPrimaryKey() || property.GetContainingIndexes().Any(index => index is { IsUnique: true, Properties.Count: 1 });

    private sealed record Value(string Column, IClrPropertyGetter Getter, RelationalTypeMapping Mapping, bool IsNullable)
    {
        // Of the column's own type, also where it is null.
        public DbParameter Of(object row, string parameter, DbCommand factory) => Mapping.CreateParameter(factory, parameter, Getter.GetClrValue(row), IsNullable);
    }
}
