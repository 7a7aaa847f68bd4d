using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Jose;

/// <summary>Typed reads of a parsed object's members; a member of another type counts as absent.</summary>
internal static class JsonMembers
{
    extension(JsonElement json)
    {
        public bool Has(string name) => json.TryGetProperty(name, out _);

        public string? Text(string name) =>
            json.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

        public bool IsTextOrAbsent(string name) =>
            !json.TryGetProperty(name, out var member) || member.ValueKind is JsonValueKind.String;

        /// <summary>The same value as a node of its own.</summary>
        public JsonNode? ToNode() => json.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(json),
            JsonValueKind.Array => JsonArray.Create(json),
            _ => JsonValue.Create(json),
        };

        /// <summary>True if the member is this very string; no copy of it is made.</summary>
        public bool Is(string name, string? value) =>
            value is not null && json.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String && member.ValueEquals(value);

        public long? Integer(string name) =>
            json.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Number && member.TryGetInt64(out var value) ? value : null;
    }
}
