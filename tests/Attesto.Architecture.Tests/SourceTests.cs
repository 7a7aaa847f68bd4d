using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>What the sources themselves must look like.</summary>
public sealed partial class SourceTests
{
    private const int HardStop = 300;

    private const int Unbreakable = 120; // a key of an RFC, or JSON without blanks

    private static readonly int LongestLine = int.Parse(
        MaxLineLength().Match(File.ReadAllText(Path.Combine(House.Root, ".editorconfig"))).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [Test]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var tooLong = House.Sources("src", "samples", "templates", "tests")
            .Select(file => (File: House.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > HardStop && !file.File.Contains("/Migrations/", StringComparison.Ordinal));
        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void No_line_is_longer_than_a_screen()
    {
        var tooLong =
            from file in House.Sources("src", "samples", "templates", "tests", "benchmarks", "eng")
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > LongestLine && !line.Text.Split(' ').Any(word => word.Length > Unbreakable)
            select $"{House.Relative(file)}:{line.Number}";
        Assert.That(tooLong, Is.Empty);
    }

    [TestCase("Parameters")]
    [TestCase("ErrorCodes")]
    public void A_wire_name_is_spelled_once(string holder)
    {
        var names = House.Assembly("Attesto.Abstractions").GetType($"Attesto.{holder}", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => name.Contains('_', StringComparison.Ordinal)) // a single word such as "code" may be an ordinary word
            .Where(name => name is not ("refresh_token" or "device_code")) // grant types bear these names, too
            .ToHashSet(StringComparer.Ordinal);
        var respelled =
            from file in House.Sources("src/Attesto.Abstractions", "src/Attesto", "src/Attesto.AspNetCore")
            where Path.GetFileNameWithoutExtension(file) is var name && name is not ("Parameters" or "ErrorCodes")
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.Text.Contains("[Json", StringComparison.Ordinal)
            from Match literal in Literal().Matches(line.Text)
            where names.Contains(literal.Groups[1].Value)
            select $"{House.Relative(file)}:{line.Number} {literal.Value}";
        Assert.That(respelled, Is.Empty);
    }

    [TestCase(@"#pragma\s+warning\s+disable")]
    [TestCase(@"\bTODO\b")]
    [TestCase(@"\bHttpContext\b|\bDbContext\b", "src/Attesto/")]
    [TestCase(@"\bHttpContext\b|\bDbContext\b", "src/Attesto.Abstractions/")]
    [TestCase(@"DateTime(Offset)?\.(Utc)?Now")]
    [TestCase(@"new Random\(|Random\.Shared|Guid\.NewGuid")]
    public void A_banned_word_is_not_used(string pattern, string under = "src/")
    {
        var uses =
            from file in House.Sources("src")
            where House.Relative(file).StartsWith(under, StringComparison.Ordinal)
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(line.Text, pattern, RegexOptions.CultureInvariant)
            select $"{House.Relative(file)}:{line.Number}";
        Assert.That(uses, Is.Empty);
    }

    [GeneratedRegex("\"([a-z_]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("max_line_length = ([0-9]+)")]
    private static partial Regex MaxLineLength();
}
