using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.EntityFrameworkCore;

/// <summary>A client as JSON: every member of <see cref="Client"/> under its own name, but for those that are not the database's to say.</summary>
internal static class ClientDocument
{
    private static readonly string[] Elsewhere = [nameof(Client.Id), nameof(Client.Origin), nameof(Client.Tag)];

    private static readonly JsonSerializerOptions Options = With(new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { type => LeaveOut(type, Elsewhere) } },
    });

    // Written by a person: a misspelt member must not pass for one that is set.
    private static readonly JsonSerializerOptions FileOptions = With(new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { type => LeaveOut(type, Elsewhere[1..]) } },
    });

    public static string Write(Client client) => JsonSerializer.Serialize(client, Options);

    public static Client Read(string clientId, string document) => JsonSerializer.Deserialize<Client>(document, Options)! with { Id = clientId };

    /// <summary>The clients of a file that a person wrote.</summary>
    /// <exception cref="JsonException">It is no list of clients; the message says where.</exception>
    public static List<Client> ReadFile(string json) => JsonSerializer.Deserialize<List<Client>>(json, FileOptions) ?? [];

    /// <summary>The members in which two clients differ.</summary>
    public static IEnumerable<string> Differences(Client one, Client other)
    {
        var (first, second) = (JsonNode.Parse(Write(one))!.AsObject(), JsonNode.Parse(Write(other))!.AsObject());
        return first.Concat(second).Select(member => member.Key).Distinct(StringComparer.Ordinal).Where(name => !JsonNode.DeepEquals(first[name], second[name]));
    }

    private static JsonSerializerOptions With(JsonSerializerOptions options)
    {
        foreach (var converter in new JsonConverter[] { new JsonStringEnumConverter(), new ScopeConverter(), new HashTextConverter(), new KeySetConverter() })
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    private static void LeaveOut(JsonTypeInfo type, string[] members)
    {
        if (type.Type == typeof(Client))
        {
            foreach (var property in type.Properties.Where(property => members.Contains(property.Name, StringComparer.Ordinal)).ToList())
            {
                type.Properties.Remove(property);
            }
        }
    }

    private sealed class ScopeConverter : JsonConverter<ScopeSet>
    {
        public override ScopeSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ScopeSet.TryParse(reader.GetString(), out var scope) ? scope : throw new JsonException("a scope is malformed");

        public override void Write(Utf8JsonWriter writer, ScopeSet value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class HashTextConverter : JsonConverter<TokenHash>
    {
        public override TokenHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { Length: 2 * HashConverter.Size } text && text.All(char.IsAsciiHexDigit)
                ? new(text.ToLowerInvariant())
                : throw new JsonException("A hash must be the 64 hexadecimal digits of a SHA-256.");

        public override void Write(Utf8JsonWriter writer, TokenHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    // Public members only: what is private has no name here.
    private sealed class KeySetConverter : JsonConverter<JsonWebKeySet>
    {
        public override JsonWebKeySet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return JsonWebKeyReader.TryReadSet(json.RootElement, out var set) ? set : throw new JsonException("a key set is malformed");
        }

        public override void Write(Utf8JsonWriter writer, JsonWebKeySet value, JsonSerializerOptions options) => new JsonObject
        {
            ["keys"] = new JsonArray([.. value.Keys.Select(Write)]),
        }.WriteTo(writer);

        private static JsonNode Write(JsonWebKey key)
        {
            var json = new JsonObject();
            foreach (var (name, text) in new[]
            {
                ("kty", key.Kty), ("kid", key.Kid), ("alg", key.Alg), ("use", key.Use), ("crv", key.Crv), ("x", key.X), ("y", key.Y), ("n", key.N), ("e", key.E),
            })
            {
                if (text is not null)
                {
                    json[name] = text;
                }
            }

            if (key.KeyOps.Count > 0)
            {
                json["key_ops"] = new JsonArray([.. key.KeyOps.Select(operation => (JsonNode)operation)]);
            }

            return json;
        }
    }
}
