using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Attesto.AspNetCore;

/// <summary>Every option with its type, its default and one sentence, from the types and their documentation.</summary>
public static class AttestoOptionsReference
{
    private static readonly JsonSerializerOptions Values = new() { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The reference as JSON: an array of objects with <c>name</c>, <c>type</c>, <c>default</c> and <c>summary</c>.</summary>
    /// <returns>The text.</returns>
    public static string ToJson()
    {
        var documentation = ReadDocumentation();
        var leaves =
            from root in OptionTree.Roots
            let standard = Activator.CreateInstance(root)!
            from leaf in OptionTree.LeavesOf(root)
            select (JsonNode)new JsonObject
            {
                ["name"] = $"Attesto:{leaf.Path}",
                ["type"] = TypeName(leaf.Property.PropertyType),
                ["default"] = JsonSerializer.SerializeToNode(OptionTree.ValueOf(standard, leaf.Path), Values),
                ["summary"] = documentation.GetValueOrDefault($"P:{leaf.Property.DeclaringType!.FullName}.{leaf.Property.Name}", ""),
            };
        return new JsonArray([.. leaves]).ToJsonString(Indented);
    }

    /// <summary>A type in the words of a person who writes configuration.</summary>
    internal static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? $"{TypeName(value)}, or null" :
        type == typeof(string) ? "text" :
        type == typeof(bool) ? "true or false" :
        type == typeof(int) ? "whole number" :
        type == typeof(TimeSpan) ? "duration, [d.]hh:mm:ss" :
        type.IsEnum ? string.Join(" or ", Enum.GetNames(type)) :
        type.GetGenericArguments() switch
        {
            [var item] => $"list of {TypeName(item)}",
            [var key, var item] => $"map from {TypeName(key)} to {TypeName(item)}",
            _ when TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)) => $"text or {Members(type)}",
            _ => Members(type),
        };

    private static string Members(Type type) => $"{{ {string.Join(", ", OptionTree.LeavesOf(type).Select(leaf => $"{leaf.Path}: {TypeName(leaf.Property.PropertyType)}"))} }}";

    // The compiler's documentation files lie beside the assemblies, unless the host trimmed them away.
    private static Dictionary<string, string> ReadDocumentation() => OptionTree.Roots
        .Select(root => Path.Combine(AppContext.BaseDirectory, $"{root.Assembly.GetName().Name}.xml"))
        .Where(File.Exists)
        .SelectMany(path => XDocument.Load(path).Descendants("member"))
        .ToDictionary(
            member => (string)member.Attribute("name")!,
            member => member.Element("summary") is { } summary ? Text(summary) : "",
            StringComparer.Ordinal);

    private static string Text(XElement element) => string.Join(' ', string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref"))?.Split('.')[^1] ?? see.Value,
        XElement other => Text(other),
        _ => "",
    })).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
