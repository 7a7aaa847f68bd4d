using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attesto.AspNetCore;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>Messages, comments and documents name options by their configuration path: each is one that a reader can set.</summary>
public sealed partial class NamedSettingsTests
{
    private static readonly HashSet<string> Known =
    [
        .. JsonNode.Parse(AttestoOptionsReference.ToJson())!.AsArray().Select(setting => (string)setting!["name"]!)
            .SelectMany(name => name.Split(':').Index().Select(step => string.Join(':', name.Split(':')[..(step.Index + 1)]))),
    ];

    public static IEnumerable<TestCaseData> Files() =>
        House.Sources("src", "samples", "templates").Where(file => Path.GetFileName(file) is not "LabConfiguration.cs")
            .Concat(Directory.EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Append(Path.Combine(House.Root, "CHANGELOG.md"))
            .Append(Path.Combine(House.Root, "README.md"))
            .Append(Path.Combine(House.Root, "templates", "shared", "ATTESTO.md"))
            .Where(file => Name().IsMatch(File.ReadAllText(file)))
            .Select(file => new TestCaseData(file).SetArgDisplayNames(House.Relative(file)));

    [TestCaseSource(nameof(Files))]
    public void An_option_that_is_named_exists(string file) => Assert.That(
        Name().Matches(File.ReadAllText(file)).Select(match => match.Groups["path"].Value.Replace("__", ":", StringComparison.Ordinal)).Where(name => !IsKnown(name)), Is.Empty);

    [Test]
    public void So_does_one_that_a_check_names() => Assert.That(
        House.Sources("src/Attesto/Validation").SelectMany(file => Checked().Matches(File.ReadAllText(file))).Select(match => "Attesto:" + match.Groups[1].Value)
            .Where(name => !IsKnown(name)),
        Is.Empty);

    // A list or a map has more below it: an index, a key, a member of an entry.
    private static bool IsKnown(string name) => name.Split(':') is var steps
        && (Known.Contains(name) || (steps.Length > 2 && IsLeaf(string.Join(':', steps[..^1]))) || (steps.Length > 3 && IsLeaf(string.Join(':', steps[..^2]))));

    private static bool IsLeaf(string name) => Known.Contains(name) && !Known.Any(other => other.StartsWith($"{name}:", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!Schemes:)\b(?<path>Attesto(?:(?::|__)[A-Z0-9]\w*?(?=\b|__))+)")]
    private static partial Regex Name();

    [GeneratedRegex("\\$?\"([A-Z][A-Za-z]+:[A-Z][A-Za-z]+)[\":]")]
    private static partial Regex Checked();
}
