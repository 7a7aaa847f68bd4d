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

    [GeneratedRegex("`(Attesto[^`]+)`")]
    private static partial Regex Paths();
}
