using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>Finds what a host has made of the tables after <c>UseAttesto</c>, by code that goes over every entity type of its model.</summary>
internal static class ModelCheck
{
    /// <summary>What would break a statement, each with the table and the column.</summary>
    public static IEnumerable<string> Faults(DbContext context)
    {
        var types = context.GetService<IRelationalTypeMappingSource>();
        return AttestoModelBuilderExtensions.Rows.SelectMany(type =>
        {
            var row = context.Model.FindEntityType(type) ?? throw Table.Missing(context);
            return Faults(row, types).Select(fault => $"{row.GetTableName()}: {fault}");
        });
    }

    private static IEnumerable<string> Faults(IEntityType row, IRelationalTypeMappingSource types)
    {
        foreach (var fault in Column.Of(row.ClrType).Select(column => column.FaultOf(row.FindProperty(column.Property.Name), types)).OfType<string>())
        {
            yield return fault;
        }

        foreach (var foreign in row.GetProperties().Where(property => property.IsShadowProperty() && !property.IsNullable))
        {
            yield return $"the column {foreign.GetColumnName()} is not Attesto's, and required: nothing would ever fill it.";
        }

        if (row.GetDeclaredQueryFilters().Count > 0)
        {
            yield return "a query filter hides rows.";
        }
    }
}
