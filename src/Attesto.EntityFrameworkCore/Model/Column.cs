using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Attesto.EntityFrameworkCore;

/// <summary>All that there is to say of a column, but for the name of its type, which is the provider's: one migration serves every database.</summary>
/// <param name="Property">The property of the row.</param>
/// <param name="Type">What the database stores.</param>
/// <param name="IsNullable">Whether it may be absent.</param>
/// <param name="MaxLength">In bytes or characters; null for as much as the database takes.</param>
/// <param name="IsFixedLength">Whether every value has that length.</param>
/// <param name="Converter">Between the property and what is stored, or null.</param>
internal sealed record Column(PropertyInfo Property, Type Type, bool IsNullable, int? MaxLength, bool IsFixedLength, ValueConverter? Converter)
{
    /// <summary>lower_snake_case.</summary>
    public string Name { get; } = NameOf(Property.Name);

    public static IEnumerable<Column> Of(Type row) => row.GetProperties().Select(Of);

    public static string NameOf(string property) =>
        string.Concat(property.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>Writes everything into the model, also what is absent: a convention of the host's for every text or instant must not reach a column of ours.</summary>
    public void Pin(PropertyBuilder property)
    {
        property.HasColumnName(Name).IsRequired(!IsNullable).IsConcurrencyToken(false).ValueGeneratedNever();
        var metadata = property.Metadata;
        metadata.SetMaxLength(MaxLength);
        metadata.SetIsFixedLength(IsFixedLength ? true : null);
        metadata.SetIsUnicode(null);
        metadata.SetPrecision(null);
        metadata.SetScale(null);
        metadata.SetCollation(null);
        metadata.SetColumnType(null);
        metadata.SetDefaultValueSql(null);
        metadata.SetComputedColumnSql(null);
        metadata.SetProviderClrType(null);
        metadata.SetValueConverter(Converter);
    }

    /// <summary>What is wrong with this column in the model of a host, or null.</summary>
    public string? FaultOf(IProperty? property, IRelationalTypeMappingSource types)
    {
        if (property is null)
        {
            return $"the column {Name} is left out.";
        }

        var needed = types.FindMapping(Type, storeTypeName: null, size: MaxLength, fixedLength: IsFixedLength ? true : null)!.StoreType;
        var made = property.GetRelationalTypeMapping().StoreType;
        return
            !string.Equals(made, needed, StringComparison.OrdinalIgnoreCase) ? $"the column {Name} is {made}, and must be {needed}." :
            property.IsNullable != IsNullable ? $"the column {Name} is {(IsNullable ? "required, and must be nullable" : "nullable, and must be required")}." :
            property.GetValueConverter() != Converter ? $"the values of the column {Name} are converted." :
            null;
    }

    private static Column Of(PropertyInfo property)
    {
        var nullable = new NullabilityInfoContext().Create(property).ReadState is NullabilityState.Nullable;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return
            type == typeof(TokenHash) ? new(property, typeof(byte[]), nullable, HashConverter.Size, IsFixedLength: true, HashConverter.Instance) :
            type == typeof(DateTime) ? new(property, type, nullable, null, IsFixedLength: false, UtcConverter.Instance) :
            type == typeof(string) || type == typeof(byte[])
                ? new(property, type, nullable, property.GetCustomAttribute<MaxLengthAttribute>()?.Length, IsFixedLength: false, Converter: null) :
            type == typeof(Guid) || type == typeof(long) || type == typeof(int) || type == typeof(bool)
                ? new(property, type, nullable, null, IsFixedLength: false, Converter: null) :
            throw new InvalidOperationException($"{property} is of a type that no column has yet.");
    }
}
