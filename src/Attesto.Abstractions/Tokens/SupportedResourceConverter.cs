using System.ComponentModel;
using System.Globalization;

namespace Attesto;

/// <summary>Reads a resource that configuration names by its URI alone.</summary>
internal sealed class SupportedResourceConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => SupportedResource.FromString((string)value);
}
