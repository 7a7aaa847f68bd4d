using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>Inserts without the change tracker: a host's own pending changes are not flushed along, and a refused row does not linger.</summary>
internal static class InsertExtensions
{
    /// <summary>Inserts a row; a duplicate throws.</summary>
    public static Task InsertAsync<TRow>(this DbContext context, TRow row, CancellationToken cancellationToken)
        where TRow : class => context.ExecuteAsync(Insert(context, row), cancellationToken);

    /// <summary>Inserts a row unless the query finds something; a duplicate throws.</summary>
    /// <returns>True if it was inserted.</returns>
    public static async Task<bool> InsertUnlessAsync<TRow>(this DbContext context, TRow row, FormattableString query, CancellationToken cancellationToken)
        where TRow : class => await context.ExecuteAsync(Insert(context, row, query), cancellationToken) == 1;

    /// <summary>Inserts a row unless its key is taken, without overwriting: of N racing calls exactly one answers true.</summary>
    /// <returns>True if it was inserted.</returns>
    public static Task<bool> TryInsertAsync<TRow>(this DbContext context, TRow row, CancellationToken cancellationToken)
        where TRow : class => context.TryInsertAsync(row, EntityOf<TRow>(context).FindPrimaryKey()!.Properties.Single().Name, cancellationToken);

    /// <summary>The same, for a unique column other than the key.</summary>
    /// <returns>True if it was inserted.</returns>
    public static async Task<bool> TryInsertAsync<TRow>(this DbContext context, TRow row, string unique, CancellationToken cancellationToken)
        where TRow : class
    {
        var entity = EntityOf<TRow>(context);
        var key = entity.FindProperty(unique)!;
        var value = (string)key.PropertyInfo!.GetValue(row)!;
        try
        {
            var taken = FormattableStringFactory.Create($"SELECT 1 FROM {{0}} WHERE {ColumnOf(context, entity, key)} = {{1}}", Table.Of<TRow>(), value);
            return await context.InsertUnlessAsync(row, taken, cancellationToken);
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two racers may both have seen the key free; then its index let one in. Asking the table tells that from other faults in every dialect.
            if (!await context.Set<TRow>().AnyAsync(stored => EF.Property<string>(stored, key.Name) == value, cancellationToken))
            {
                throw;
            }

            return false;
        }
    }

    private static FormattableString Insert<TRow>(DbContext context, TRow row, FormattableString? unless = null)
        where TRow : class
    {
        // Columns that are null are left out: a null parameter has no type, and PostgreSQL would take it for text.
        var entity = EntityOf<TRow>(context);
        var properties = entity.GetProperties().Where(property => property.PropertyInfo!.GetValue(row) is not null).ToList();
        var columns = string.Join(", ", properties.Select(property => ColumnOf(context, entity, property)));
        var holes = string.Join(", ", properties.Select((_, i) => $"{{{i + 2}}}"));
        return FormattableStringFactory.Create(
            unless is null ? $"INSERT INTO {{0}} ({columns}) VALUES ({holes})" : $"INSERT INTO {{0}} ({columns}) SELECT {holes} WHERE NOT EXISTS ({{1}})",
            [Table.Of<TRow>(), unless as object ?? Table.Of<TRow>(), .. properties.Select(property => property.PropertyInfo!.GetValue(row))]);
    }

    private static IEntityType EntityOf<TRow>(DbContext context) => context.Model.FindEntityType(typeof(TRow)) ?? throw Table.Missing(context);

    private static string ColumnOf(DbContext context, IEntityType entity, IProperty property) =>
        context.GetService<ISqlGenerationHelper>().DelimitIdentifier(
            property.GetColumnName(StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema()))!);
}
