using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attesto.Tests.Shared;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>What the templates pin is what this checkout is built with.</summary>
public sealed class TemplateVersionTests
{
    private static readonly string Templates = Path.Combine(Checkout.Root, "templates");

    private static readonly Dictionary<string, string> Central = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

    [Test]
    public void The_host_names_the_versions_of_this_checkout()
    {
        var text = File.ReadAllText(Path.Combine(Templates, "attesto-host", "AttestoHost.csproj"));
        var pinned = Regex.Matches(text, "Include=\"(?!Attesto)(?<name>[^\"]+)\" Version=\"(?<version>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["version"].Value);
        Assert.That(pinned, Has.Count.EqualTo(7));
        Assert.That(pinned, Is.SubsetOf(Central));
    }

    [Test]
    public void The_packages_that_are_added_to_a_host_have_the_versions_of_this_checkout()
    {
        using var template = Read("attesto-server", ".template.config", "template.json");
        var added = template.RootElement.GetProperty("postActions").EnumerateArray()
            .Where(action => action.TryGetProperty("args", out _)) // the others say why nothing was added
            .Select(action => action.GetProperty("args"))
            .ToDictionary(args => args.GetProperty("reference").GetString()!, args => args.GetProperty("version").GetString()!);
        Assert.That(added.Where(package => !package.Key.StartsWith("Attesto.", StringComparison.Ordinal)).ToDictionary(), Has.Count.EqualTo(4).And.SubsetOf(Central));
        Assert.That(added.Where(package => package.Key.StartsWith("Attesto.", StringComparison.Ordinal)).Select(package => package.Value),
            Is.EqualTo(new[] { "PackageVersion", "PackageVersion", "PackageVersion" }));
    }

    [Test]
    public void The_tool_is_that_of_EF_Core()
    {
        using var tools = Read("attesto-host", ".config", "dotnet-tools.json");
        Assert.That(
            tools.RootElement.GetProperty("tools").GetProperty("dotnet-ef").GetProperty("version").GetString(),
            Is.EqualTo(Central["Microsoft.EntityFrameworkCore.Relational"]));
    }

    private static JsonDocument Read(params string[] path) => JsonDocument.Parse(File.ReadAllText(Path.Combine([Templates, .. path])));
}
