using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Attesto.EntityFrameworkCore;

/// <summary>A scope or an API as JSON: every member under its own name, but for the one that has a column.</summary>
internal static class CatalogDocument
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string document) => JsonSerializer.Deserialize<T>(document, Options)!;

    private static void LeaveOut(JsonTypeInfo type)
    {
        var column = type.Type == typeof(HostScope) ? nameof(HostScope.Name) : type.Type == typeof(HostApi) ? nameof(HostApi.Uri) : null;
        if (type.Properties.SingleOrDefault(property => property.Name == column) is { } property)
        {
            type.Properties.Remove(property);
        }
    }
}
