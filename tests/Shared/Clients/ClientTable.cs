using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Attesto.Tests.Shared.Clients;

/// <summary>The table in docs/clients.md: a row for each client and fixture, which the run that passed writes.</summary>
internal static class ClientTable
{
    private static readonly string Path = System.IO.Path.Combine(Checkout.Root, "docs", "clients.md");

    /// <summary>Whether this run writes.</summary>
    public static bool IsWritten { get; } = Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1";

    /// <summary>Puts the row of a run where it belongs by the alphabet.</summary>
    public static void Write(RunsClientAttribute runs, string fixture)
    {
        var lines = File.ReadAllLines(Path).ToList();
        var head = lines.FindIndex(line => line.StartsWith("| ---", StringComparison.Ordinal)) + 1;
        var rows = lines.Skip(head).TakeWhile(line => line.StartsWith('|')).ToList();
        lines.RemoveRange(head, rows.Count);
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        rows.RemoveAll(row => Cells(row) is var cells && cells[0] == runs.Client && cells[4] == $"`{fixture}`");
        rows.Add($"| {runs.Client} | {VersionOf(runs)} | {runs.Kind} | {runs.Walks} | `{fixture}` | {today} |");
        lines.InsertRange(head, rows.Order(StringComparer.OrdinalIgnoreCase));
        File.WriteAllText(Path, string.Join('\n', lines) + "\n");
    }

    /// <summary>What the page says otherwise than the fixtures of an assembly and the versions that are restored; dates are as they are.</summary>
    public static IReadOnlyList<string> FindFaults(Assembly tests)
    {
        var fixtures = tests.GetTypes().Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal)).ToList();
        var names = fixtures.Select(fixture => $"`{fixture.Name}`").ToHashSet(StringComparer.Ordinal);
        var written = File.ReadLines(Path).Where(line => line.StartsWith('|')).Select(Cells).Where(cells => names.Contains(cells[4])).Select(Comparable);
        var expected = fixtures.SelectMany(fixture => fixture.GetCustomAttributes<RunsClientAttribute>().Select(runs => Comparable(
            [runs.Client, runs.DebianPackage is null ? VersionOf(runs) : "", runs.Kind, runs.Walks, $"`{fixture.Name}`"]))).ToList();
        var (left, right) = (written.ToHashSet(StringComparer.Ordinal), expected.ToHashSet(StringComparer.Ordinal));
        return [.. right.Except(left).Select(row => $"missing: {row}"), .. left.Except(right).Select(row => $"no longer so: {row}")];
    }

    private static string[] Cells(string row) => [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];

    // Which version Debian has is Debian's affair.
    private static string Comparable(string[] cells) =>
        string.Join(" | ", cells[0], cells[1].Contains(' ', StringComparison.Ordinal) ? "" : cells[1], cells[2], cells[3], cells[4]);

    private static string VersionOf(RunsClientAttribute runs) =>
        runs.DebianPackage is { } package ? $"{Output("dpkg-query", "-W", "-f", "${Version}", package)} (Debian)"
        : Restored.TryGetValue(runs.Client, out var version) ? version
        : throw new InvalidOperationException($"{runs.Client} is neither in Directory.Packages.props nor in node/package.json");

    private static Dictionary<string, string> Restored { get; } = XDocument.Load(System.IO.Path.Combine(Checkout.Root, "Directory.Packages.props")).Descendants("PackageVersion")
        .Select(package => KeyValuePair.Create((string)package.Attribute("Include")!, (string)package.Attribute("Version")!))
        .Concat(JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Checkout.Root, "tests", "Attesto.Interop.Tests", "node", "package.json")))!["dependencies"]!.AsObject()
            .Select(package => KeyValuePair.Create(package.Key, (string)package.Value!)))
        .ToDictionary(StringComparer.Ordinal);

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
