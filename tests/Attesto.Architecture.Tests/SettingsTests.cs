using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>
/// The reference of the settings says what the options are.
/// After a change of an option, run these tests with the environment variable ATTESTO_APPROVE set to 1 and commit the files.
/// </summary>
public sealed class SettingsTests
{
    [Test]
    public void The_page_is_that_of_the_options() => IsUpToDate(SettingsReference.Page(), "docs", "settings.md");

    [Test]
    public void The_schema_is_that_of_the_options() => IsUpToDate(SettingsReference.Schema(), "templates", "shared", "appsettings.schema.json");

    [Test]
    public void Every_setting_has_a_type_in_the_schema()
    {
        var untyped = Leaves(JsonNode.Parse(SettingsReference.Schema())!["properties"]!["Attesto"]!.AsObject(), "Attesto")
            .Where(leaf => !leaf.Schema.ContainsKey("type") && !leaf.Schema.ContainsKey("enum") && !leaf.Schema.ContainsKey("anyOf"))
            .Select(leaf => leaf.Name);
        Assert.That(untyped, Is.Empty);
    }

    private static IEnumerable<(string Name, JsonObject Schema)> Leaves(JsonObject schema, string name) => schema["properties"] is JsonObject properties
        ? properties.SelectMany(property => Leaves(property.Value!.AsObject(), $"{name}:{property.Key}"))
        : [(name, schema)];

    private static void IsUpToDate(string actual, params string[] path)
    {
        var file = Path.Combine([House.Root, .. path]);
        if (Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.That(File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : null, Is.EqualTo(actual), "run with ATTESTO_APPROVE=1 and commit the file");
    }
}
