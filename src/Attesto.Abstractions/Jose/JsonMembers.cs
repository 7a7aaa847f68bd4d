using System.Runtime.InteropServices;
using System.Text;
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

        /// <summary>The bytes of a string in canonical base64url.</summary>
        public byte[]? Base64UrlBytes(string name)
        {
            if (!json.TryGetProperty(name, out var member) || member.ValueKind is not JsonValueKind.String)
            {
                return null;
            }

            // What is short and written without escapes, as it always is, is read in place.
            const int usual = 512;
            Span<char> digits = stackalloc char[usual];
            var quoted = JsonMarshal.GetRawUtf8Value(member);
            ReadOnlySpan<char> text = quoted.Length <= usual && !quoted.Contains((byte)'\\')
                ? digits[..Encoding.UTF8.GetChars(quoted[1..^1], digits)]
                : member.GetString();
            return CanonicalBase64Url.TryDecode(text, out var bytes) ? bytes : null;
        }

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
