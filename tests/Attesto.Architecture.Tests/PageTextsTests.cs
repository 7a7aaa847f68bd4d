using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>The pages speak six languages, and every one of them says everything.</summary>
public sealed partial class PageTextsTests
{
    private static readonly string Resources = Path.Combine(House.Root, "src", "Attesto.AspNetCore", "Resources");

    [Test]
    public void Every_language_has_the_same_texts()
    {
        var english = TextsOf("PageTexts.resx");
        Assert.Multiple(() =>
        {
            foreach (var file in Directory.GetFiles(Resources, "PageTexts.*.resx").Select(file => Path.GetFileName(file)!))
            {
                Assert.That(TextsOf(file), Is.EquivalentTo(english), file);
            }
        });
        Assert.That(Directory.GetFiles(Resources, "PageTexts.*.resx"), Has.Length.EqualTo(5));
    }

    [Test]
    public void Every_text_of_the_emitted_pages_is_among_them()
    {
        var said = Directory.GetFiles(Path.Combine(House.Root, "templates"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Text().Matches(File.ReadAllText(file))).Select(match => match.Groups["text"].Value).Distinct().ToList();
        Assert.That(said, Has.Count.GreaterThan(80).And.SubsetOf(TextsOf("PageTexts.resx")));
    }

    private static List<string> TextsOf(string file) =>
        [.. XDocument.Load(Path.Combine(Resources, file)).Root!.Elements("data").Select(data => data.Attribute("name")!.Value)];

    [GeneratedRegex("""\bT\["(?<text>[^"]+)"[\],]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Text();
}
