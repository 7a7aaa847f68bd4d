using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>A table inside a statement: its name and schema come from the host's model, delimited as its provider does.</summary>
internal readonly record struct Table(Type Row)
{
    public static Table Of<TRow>()
        where TRow : class => new(typeof(TRow));

    public string NameIn(DbContext context)
    {
        var row = context.Model.FindEntityType(Row) ?? throw Missing(context);
        return NameOf(row, context.GetService<ISqlGenerationHelper>());
    }

    public static string NameOf(IEntityType row, ISqlGenerationHelper sql) => sql.DelimitIdentifier(row.GetTableName()!, row.GetSchema());

    public static InvalidOperationException Missing(DbContext context) =>
        new($"The model of {context.GetType().Name} lacks the tables of Attesto: call modelBuilder.UseAttesto() in OnModelCreating.");

    public static InvalidOperationException Lacking(DbContext context, string table, Exception fault) => new(
        $"The database of {context.GetType().Name} lacks the table {table}, or has an older one. Bring it up to date with "
            + $"'dotnet ef database update --context {context.GetType().Name}' (after an upgrade of Attesto first 'dotnet ef migrations add'), "
            + "or start the host once with '-- --migrate'.",
        fault);
}
