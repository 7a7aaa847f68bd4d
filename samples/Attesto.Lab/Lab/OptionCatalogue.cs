using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attesto.AspNetCore;

namespace Attesto.Lab;

/// <summary>Every option of the product: its name, type, default and first sentence. Read from the options classes themselves, so it cannot go stale.</summary>
internal static partial class OptionCatalogue
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Type[] Roots = [typeof(AttestoOptions), typeof(AttestoHttpOptions)];

    /// <summary>The catalogue as a JSON array.</summary>
    public static string ToJson()
    {
        var sentences = ReadDocumentation();
        return new JsonArray([.. Roots.SelectMany(root => Describe(root, Activator.CreateInstance(root), "", sentences))]).ToJsonString(Indented);
    }

    /// <summary>The first name in lab.json that no option bears, or null.</summary>
    public static string? Fault(JsonObject? options) =>
        options is null ? null : UnknownName(options, null, "attesto") is { } name ? $"{name} is no option; --options lists them" : null;

    /// <summary>The property of that name, in any case and with or without underscores, in the type, or in what the section <c>Attesto</c> is bound to.</summary>
    public static PropertyInfo? Find(Type? type, string name) =>
        (type is null ? Roots.SelectMany(Settable) : Settable(type)).FirstOrDefault(property =>
            string.Equals(property.Name, name.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    /// <summary>The type of the elements of a list or the values of a dictionary; else null.</summary>
    public static Type? ElementOf(Type type) =>
        type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1] : null;

    private static IEnumerable<JsonNode> Describe(Type type, object? instance, string path, Dictionary<string, string> sentences)
    {
        foreach (var property in Settable(type))
        {
            var name = path + property.Name;
            var value = instance is null ? null : property.GetValue(instance);
            var element = ElementOf(property.PropertyType);
            if (IsSection(property.PropertyType))
            {
                foreach (var inner in Describe(property.PropertyType, value ?? Activator.CreateInstance(property.PropertyType), $"{name}.", sentences))
                {
                    yield return inner;
                }

                continue;
            }

            yield return new JsonObject
            {
                ["name"] = name,
                ["type"] = TypeName(property.PropertyType),
                ["default"] = Text(value),
                ["sentence"] = sentences.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}", ""),
            };
            if (element is not null && IsSection(element))
            {
                foreach (var inner in Describe(element, Activator.CreateInstance(element), $"{name}[].", sentences))
                {
                    yield return inner;
                }
            }
        }
    }

    private static string? UnknownName(JsonObject section, Type? type, string path)
    {
        foreach (var (name, value) in section)
        {
            if (Find(type, name) is not { } property)
            {
                return $"{path}.{name}";
            }

            var element = ElementOf(property.PropertyType);
            var inner = (value, IsSection(property.PropertyType), element) switch
            {
                (JsonObject nested, true, _) => UnknownName(nested, property.PropertyType, $"{path}.{name}"),
                (JsonArray items, _, { } of) when IsSection(of) =>
                    items.OfType<JsonObject>().Select(item => UnknownName(item, of, $"{path}.{name}")).FirstOrDefault(fault => fault is not null),
                _ => null,
            };
            if (inner is not null)
            {
                return inner;
            }
        }

        return null;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true } || ElementOf(property.PropertyType) is not null);

    private static bool IsSection(Type type) => type is { IsClass: true, Namespace: { } home } && home.StartsWith("Attesto", StringComparison.Ordinal);

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? $"{TypeName(inner)}?" :
        type == typeof(string) ? "string" :
        type == typeof(bool) ? "bool" :
        type == typeof(int) ? "int" :
        type == typeof(long) ? "long" :
        type == typeof(TimeSpan) ? "duration (hh:mm:ss)" :
        type.IsEnum ? string.Join(" | ", Enum.GetNames(type)) :
        type.IsGenericType && type.GetGenericArguments() is [_, var value] ? $"map of {TypeName(value)}" :
        ElementOf(type) is { } element ? $"list of {TypeName(element)}" :
        type.Name;

    private static JsonNode? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        long number => number,
        TimeSpan span => span.ToString("c"),
        string text => text,
        IEnumerable<string> list => new JsonArray([.. list.Select(item => JsonValue.Create(item))]),
        IDictionary => new JsonObject(),
        IEnumerable => new JsonArray(),
        _ => value.ToString(),
    };

    // The compiler writes every summary beside its assembly.
    private static Dictionary<string, string> ReadDocumentation()
    {
        var files = Roots.Select(root => Path.ChangeExtension(root.Assembly.Location, ".xml")).Where(File.Exists);
        return files.SelectMany(file => XDocument.Load(file).Descendants("member"))
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => (string)member.Attribute("name")!, member => FirstSentence(member.Element("summary")!), StringComparer.Ordinal);
    }

    private static string FirstSentence(XElement summary)
    {
        var text = Blanks().Replace(string.Concat(summary.DescendantNodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" } link => ((string?)link.Attribute("cref") ?? (string?)link.Attribute("langword") ?? "").Split('.')[^1],
            _ => "",
        })), " ").Trim();
        return SentenceEnd().Match(text) is { Success: true } end ? text[..(end.Index + 1)] : text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\.(?= [A-Z])")]
    private static partial Regex SentenceEnd();
}
