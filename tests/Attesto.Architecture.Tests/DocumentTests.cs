using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>A document that names a file which is gone is worse than none.</summary>
public sealed partial class DocumentTests
{
    [Test]
    public void Every_path_in_the_rfc_checklist_exists()
    {
        var named = Paths().Matches(File.ReadAllText(Path.Combine(House.Root, "docs", "rfc-checklist.md"))).Select(match => match.Groups[1].Value).Distinct().ToList();
        var missing = named.Where(path => !new[] { "src", "tests" }.Select(top => Path.Combine(House.Root, top, path)).Any(Path.Exists));

        Assert.That(named, Has.Count.GreaterThan(60));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_test_in_the_table_of_the_conformance_suite_exists()
    {
        var rows = File.ReadLines(Path.Combine(House.Root, "docs", "conformance.md")).SkipWhile(line => !line.StartsWith("## Module by module", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.That(rows, Has.Count.GreaterThan(130));
        AssertNameTests(rows);
    }

    [Test]
    public void Every_public_report_is_replayed_by_a_test_that_exists()
    {
        var rows = File.ReadLines(Path.Combine(House.Root, "docs", "reports.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line is not ("| --- | --- |" or "| what happens | replayed by |")).ToList();

        Assert.That(rows, Has.Count.GreaterThan(50));
        AssertNameTests(rows);
    }

    [TestCase("clients-dotnet.md", "tests/Attesto.Clients.Tests", 11)]
    [TestCase("mcp.md", "samples/Attesto.McpServer", 2)]
    public void Every_block_of_a_page_on_clients_is_run(string page, string folder, int atLeast)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*.cs")
            .Select(file => Tidy(File.ReadLines(file).Where(line => !line.EndsWith("// test", StringComparison.Ordinal)))).ToList();
        var blocks = Blocks().Matches(File.ReadAllText(Path.Combine(House.Root, "docs", page))).Select(match => match.Groups["code"].Value).ToList();

        Assert.That(blocks, Has.Count.AtLeast(atLeast));
        Assert.That(
            blocks.Where(block => !sources.Exists(source => source.Contains(Tidy(block.Split('\n')), StringComparison.Ordinal))), Is.Empty, "compiled and run as they stand");
    }

    [Test]
    public void The_page_on_NET_clients_names_the_versions_that_are_run()
    {
        var packages = File.ReadAllText(Path.Combine(House.Root, "Directory.Packages.props"));
        var rows = Versions().Matches(File.ReadAllText(Path.Combine(House.Root, "docs", "clients-dotnet.md"))).ToList();

        Assert.That(rows, Has.Count.GreaterThan(6));
        Assert.That(rows.Where(row => !packages.Contains($"Include=\"{row.Groups["package"].Value}\" Version=\"{row.Groups["version"].Value}\"", StringComparison.Ordinal))
            .Select(row => row.Value), Is.Empty);
    }

    [Test]
    public void Every_link_of_the_documentation_leads_to_a_file()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(House.Root, "*.md")).ToList();
        var links = pages.SelectMany(page => Links().Matches(File.ReadAllText(page)).Select(link => (Page: page, Path: link.Groups["path"].Value))).ToList();

        Assert.That(links, Has.Count.GreaterThan(100));
        Assert.That(links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Path))), Is.Empty);
    }

    [Test]
    public void The_index_of_the_documentation_has_every_page()
    {
        var index = File.ReadAllText(Path.Combine(House.Root, "docs", "README.md"));
        Assert.That(Directory.EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md").Select(Path.GetFileName)
            .Where(page => page is not "README.md" && !index.Contains($"({page}", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void An_endpoint_that_a_page_names_is_served()
    {
        var table = File.ReadAllText(Path.Combine(House.Root, "src", "Attesto.Abstractions", "Discovery", "EndpointTable.cs"));
        var named = Directory.EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md")
            .SelectMany(page => Endpoints().Matches(File.ReadAllText(page)).Select(match => match.Groups["path"].Value)).ToHashSet();

        Assert.That(named, Has.Count.GreaterThan(3));
        Assert.That(named.Where(path => !table.Contains($"\"{path}\"", StringComparison.Ordinal)), Is.Empty);
    }

    private static void AssertNameTests(List<string> rows)
    {
        var methods = Directory.EnumerateFiles(Path.Combine(House.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => Methods().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.That(rows.Where(row => !Tests().IsMatch(row)), Is.Empty, "every row names a test");
        Assert.That(rows.SelectMany(row => Tests().Matches(row)).Select(match => match.Groups[1].Value).Where(name => !methods.Contains(name)), Is.Empty);
    }

    private static string Tidy(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    [GeneratedRegex(@"(auth\.example(\.com)?|`|\{\{host\}\})/oauth(?<path>/[a-z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Endpoints();

    [GeneratedRegex(@"^\| (?<package>[A-Za-z.]+) \| (?<version>[0-9.]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Versions();

    [GeneratedRegex(@"`([A-Za-z0-9]+Tests\.[A-Za-z0-9_]+)`")]
    private static partial Regex Tests();

    [GeneratedRegex(@"public (?:async )?(?:Task|void|ValueTask) ([A-Za-z0-9_]+)\(")]
    private static partial Regex Methods();

    [GeneratedRegex("`(Attesto[^`]+)`")]
    private static partial Regex Paths();
}
