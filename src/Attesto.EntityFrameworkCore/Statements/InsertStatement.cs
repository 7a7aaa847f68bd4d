using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Attesto.EntityFrameworkCore;

/// <summary>Inserts a row, or several, unless a unique column of it is taken. LINQ has no such form, and the change tracker would flush pending changes of the host along.
/// The text is made once for each model.</summary>
internal sealed class InsertStatement
{
    private const int MostParameters = 2000; // SQL Server takes 2,100

    private static readonly ConditionalWeakTable<IEntityType, InsertStatement> Made = [];

    private readonly List<Value> _values = [];
    private readonly List<string> _unique = [];
    private readonly Statement _one;
    private string _table = "";

    private InsertStatement(IEntityType row, DbContext context) => _one = StatementBuilder.Write(context, row.ClrType, builder =>
    {
        _table = builder.TableName;
        _values.AddRange(builder.Properties.Select((property, i) => new Value(NameOf(i), builder[property], property)));
        _unique.AddRange(_values.Where(value => value.IsUnique).Select(value => value.Column));
        var columns = _values.Select(value => (value.Column, Parameter: builder.Value(value.Property, value.Name))).ToList();
        return Dialect.Of(context).InsertIfAbsent(_table, columns, [.. columns.Where(column => _unique.Contains(column.Column, StringComparer.Ordinal))]);
    });

    /// <summary>How many rows one statement takes.</summary>
    public int MostRows => MostParameters / _values.Count;

    public static InsertStatement Of<TRow>(DbContext context)
        where TRow : class
    {
        var row = context.Model.FindEntityType(typeof(TRow)) ?? throw Table.Missing(context);
        return Made.TryGetValue(row, out var made) ? made : Made.GetValue(row, _ => new InsertStatement(row, context));
    }

    /// <summary>Inserts a row, and tells how many were inserted: one, or none.</summary>
    public Task<int> ExecuteAsync(DbContext context, object row, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, object?>(_values.Count, StringComparer.Ordinal);
        foreach (var value in _values)
        {
            values.Add(value.Name, value.Of(row));
        }

        return _one.ExecuteAsync(context, values, cancellationToken);
    }

    /// <summary>Inserts at most <see cref="MostRows"/> rows, and tells how many were inserted.</summary>
    public Task<int> ExecuteAsync(DbContext context, object[] rows, CancellationToken cancellationToken)
    {
        var places = rows.Select((_, row) => $"({string.Join(", ", _values.Select((_, i) => $"@{NameOf((row * _values.Count) + i)}"))})");
        var text = Dialect.Of(context).InsertMissing(_table, [.. _values.Select(value => value.Column)], places, _unique);
        return context.Database.ExecuteSqlRawAsync(text, Parameters(context, rows), cancellationToken);
    }

    private List<DbParameter> Parameters(DbContext context, object[] rows)
    {
        using var factory = context.Database.GetDbConnection().CreateCommand();
        return [.. rows.SelectMany(_ => _values, (row, value) => (Row: row, Value: value)).Select((each, i) => each.Value.ParameterOf(each.Row, $"@{NameOf(i)}", factory))];
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");

    private sealed record Value(string Name, string Column, IProperty Property)
    {
        private readonly IClrPropertyGetter _getter = Property.GetGetter();

        public bool IsUnique => Property.IsPrimaryKey() || Property.GetContainingIndexes().Any(index => index is { IsUnique: true, Properties.Count: 1 });

        public object? Of(object row) => _getter.GetClrValue(row);

        // Of the column's own type, also where it is null.
        public DbParameter ParameterOf(object row, string name, DbCommand factory) =>
            Property.GetRelationalTypeMapping().CreateParameter(factory, name, Of(row), Property.IsNullable);
    }
}
