using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Attesto.EntityFrameworkCore;

/// <summary>Makes rows of what a query answers, by the types and converters of the host's model.</summary>
internal static class RowReader
{
    /// <summary>Compiles the reading of a row.</summary>
    /// <param name="properties">The properties, in the order of the query's columns.</param>
    public static Func<DbDataReader, TRow> Of<TRow>(IReadOnlyList<IProperty> properties)
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        var values = properties.Select((property, column) => Expression.Bind(property.PropertyInfo!, ValueOf(property, reader, Expression.Constant(column))));
        return Expression.Lambda<Func<DbDataReader, TRow>>(Expression.MemberInit(Expression.New(typeof(TRow)), values), reader).Compile();
    }

    private static Expression ValueOf(IProperty property, ParameterExpression reader, ConstantExpression column)
    {
        var mapping = property.GetRelationalTypeMapping();
        var method = mapping.GetDataReaderMethod();
        var value = mapping.CustomizeDataReaderExpression(Expression.Call(Expression.Convert(reader, method.DeclaringType!), method, column));
        if (mapping.Converter is { } converter)
        {
            value = Expression.Invoke(converter.ConvertFromProviderExpression, As(value, converter.ProviderClrType));
        }

        value = As(value, property.ClrType);
        var isNull = Expression.Call(reader, nameof(DbDataReader.IsDBNull), typeArguments: null, column);
        return property.IsNullable ? Expression.Condition(isNull, Expression.Default(property.ClrType), value) : value;
    }

    private static Expression As(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);
}
