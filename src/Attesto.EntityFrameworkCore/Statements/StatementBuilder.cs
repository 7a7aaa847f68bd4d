using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>Writes a <see cref="Statement"/> about one table. Names are those of the host's model, delimited as its provider does; a parameter is of its column's own
/// type: with another one an index may not serve, and a null would have no type at all.</summary>
internal sealed class StatementBuilder
{
    private readonly ISqlGenerationHelper _sql;
    private readonly IRelationalCommandBuilder _command;
    private readonly IEntityType _row;

    private StatementBuilder(DbContext context, Type row)
    {
        _sql = context.GetService<ISqlGenerationHelper>();
        _command = context.GetService<IRelationalCommandBuilderFactory>().Create();
        _row = context.Model.FindEntityType(row) ?? throw Table.Missing(context);
    }

    /// <summary>The table, delimited.</summary>
    public string TableName => Table.NameOf(_row, _sql);

    /// <summary>Every column of the row, and none that the host added.</summary>
    public IReadOnlyList<IProperty> Properties => [.. _row.GetProperties().Where(property => !property.IsShadowProperty())];

    /// <summary>The property whose column is the key.</summary>
    public IProperty Key => _row.FindPrimaryKey()!.Properties.Single();

    /// <summary>The column of a property, delimited.</summary>
    public string this[string property] => this[_row.GetProperty(property)];

    /// <inheritdoc cref="this[string]"/>
    public string this[IProperty property] => _sql.DelimitIdentifier(property.GetColumnName());

    /// <summary>Writes a statement about a table, once for each model.</summary>
    public static PerModel<Statement> For<TRow>(Func<StatementBuilder, string> write)
        where TRow : class => new(context => Write(context, typeof(TRow), write));

    /// <summary>Writes a statement about a table of the context's model.</summary>
    public static Statement Write(DbContext context, Type row, Func<StatementBuilder, string> write)
    {
        var builder = new StatementBuilder(context, row);
        builder._command.Append(write(builder));
        return new Statement(builder._command.Build());
    }

    /// <summary>Adds a parameter of the type of a property's column.</summary>
    /// <param name="property">The property.</param>
    /// <param name="name">The parameter's name; null for that of the property.</param>
    /// <returns>The parameter's place in the text.</returns>
    public string Value(string property, string? name = null) => Value(_row.GetProperty(property), name ?? property);

    /// <inheritdoc cref="Value(string, string?)"/>
    public string Value(IProperty property, string name)
    {
        var parameter = _sql.GenerateParameterName(name);
        _command.AddParameter(name, parameter, property.GetRelationalTypeMapping(), property.IsNullable);
        return parameter;
    }

    /// <summary>Columns that are set to the parameters of the same names.</summary>
    public string Set(params IEnumerable<string> properties) => string.Join(", ", properties.Select(Equality));

    /// <summary>The condition that columns equal the parameters of the same names.</summary>
    public string Are(params IEnumerable<string> properties) => string.Join(" AND ", properties.Select(Equality));

    /// <summary>The condition that columns are null.</summary>
    public string AreNull(params IEnumerable<string> properties) => string.Join(" AND ", properties.Select(property => $"{this[property]} IS NULL"));

    private string Equality(string property) => $"{this[property]} = {Value(property)}";
}
