using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>Names and types of a row's columns in one model, for the few statements that LINQ cannot say.</summary>
/// <param name="context">The host's context.</param>
/// <param name="type">The row type.</param>
internal sealed class Columns(DbContext context, Type type)
{
    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();
    private readonly IEntityType _row = context.Model.FindEntityType(type) ?? throw Table.Missing(context);

    /// <summary>The table, delimited.</summary>
    public string TableName => _sql.DelimitIdentifier(_row.GetTableName()!, _row.GetSchema());

    /// <summary>Every column, delimited.</summary>
    public IEnumerable<string> Names => Column.Of(type).Select(column => this[column.Property.Name]);

    /// <summary>The column of a property, delimited.</summary>
    public string this[string property] => _sql.DelimitIdentifier(_row.GetProperty(property).GetColumnName());

    /// <summary>A parameter of a column's own type: with another one an index may not serve, and a null would have no type at all.</summary>
    public DbParameter Parameter(string property, string name, object? value)
    {
        using var factory = context.Database.GetDbConnection().CreateCommand();
        var column = _row.GetProperty(property);
        return column.GetRelationalTypeMapping().CreateParameter(factory, name, value, column.IsNullable);
    }
}
