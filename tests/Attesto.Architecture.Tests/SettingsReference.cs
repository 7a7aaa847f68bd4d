using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace Attesto.Architecture;

/// <summary>The settings for people, as a page, and for editors, as a JSON schema: both from the options themselves.</summary>
internal static class SettingsReference
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IReadOnlyList<Setting> Settings { get; } = [.. JsonNode.Parse(AttestoOptionsReference.ToJson())!.AsArray().Select(setting => new Setting(
        (string)setting!["name"]!, (string)setting["type"]!, setting["default"], (string)setting["summary"]!))];

    public static string Page() => $"""
        # Settings

        All {Settings.Count} of the section `Attesto`, in `appsettings.json` or in the environment (`Attesto__Issuer=https://auth.example.com`). They are read once, at
        the start, and checked there: a name that is not in this table, or a value that does not fit, stops the start, all faults in one message. An emitted host has
        `appsettings.schema.json` beside it, with which an editor completes and explains them.

        | setting | type | default | |
        | --- | --- | --- | --- |
        {string.Join('\n', Settings.Select(setting => $"| `{setting.Name["Attesto:".Length..]}` | {Cell(setting.Type)} | {Default(setting)} | {Cell(setting.Summary)} |"))}

        """.ReplaceLineEndings("\n");

    public static string Schema()
    {
        var attesto = Group("The authorization server.");
        foreach (var setting in Settings)
        {
            var path = setting.Name.Split(':')[1..];
            var group = attesto;
            foreach (var step in path[..^1])
            {
                var properties = group["properties"]!.AsObject();
                group = properties.TryGetPropertyValue(step, out var known) ? known!.AsObject() : Add(properties, step);
            }

            var schema = Of(setting.Type);
            schema["description"] = setting.Summary;
            _ = setting.Default is null ? null : schema["default"] = setting.Default.DeepClone();
            group["properties"]![path[^1]] = schema;
        }

        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "https://json.schemastore.org/appsettings.json" }),
            ["properties"] = new JsonObject { ["Attesto"] = attesto },
        }.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Add(JsonObject properties, string name)
    {
        var group = Group(null);
        properties[name] = group;
        return group;
    }

    private static JsonObject Group(string? description)
    {
        var group = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() };
        _ = description is null ? null : group["description"] = description;
        return group;
    }

    // The words of AttestoOptionsReference, in those of JSON Schema.
    private static JsonObject Of(string type) => type switch
    {
        "text" => new() { ["type"] = "string" },
        "true or false" => new() { ["type"] = "boolean" },
        "whole number" => new() { ["type"] = "integer" },
        _ when type.EndsWith(", or null", StringComparison.Ordinal) => new() { ["anyOf"] = new JsonArray(Of(type[..^", or null".Length]), new JsonObject { ["type"] = "null" }) },
        _ when type.StartsWith("duration", StringComparison.Ordinal) => new() { ["type"] = "string", ["pattern"] = @"^(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$" },
        _ when type.StartsWith("list of ", StringComparison.Ordinal) => new() { ["type"] = "array", ["items"] = Of(type["list of ".Length..]) },
        _ when type.StartsWith("text or {", StringComparison.Ordinal) => new() { ["anyOf"] = new JsonArray(Of("text"), Of(type["text or ".Length..])) },
        _ when type.StartsWith('{') || type.StartsWith("map ", StringComparison.Ordinal) => new() { ["type"] = "object" },
        _ when type.Contains(" or ", StringComparison.Ordinal) => new() { ["enum"] = new JsonArray([.. type.Split(" or ").Select(name => JsonValue.Create(name))]) },
        _ => [],
    };

    private static string Default(Setting setting) =>
        setting.Default is null ? "" : $"`{setting.Default.ToJsonString(Indented).ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private sealed record Setting(string Name, string Type, JsonNode? Default, string Summary);
}
