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
        Assert.That(pinned, Has.Count.EqualTo(9));
        Assert.That(pinned, Is.SubsetOf(Central));
    }

    [Test]
    public void A_host_is_added_one_package_of_ours_and_that_of_dotnet_ef_and_an_older_provider_is_told_the_version_of_this_checkout()
    {
        using var template = Read("attesto-server", ".template.config", "template.json");
        var actions = template.RootElement.GetProperty("postActions").EnumerateArray()
            .Where(action => action.TryGetProperty("args", out _)) // the others say why nothing was added
            .ToList();
        var added = actions.Select(action => action.GetProperty("args"))
            .ToDictionary(args => args.GetProperty("reference").GetString()!, args => args.GetProperty("version").GetString()!);
        Assert.That(added.Remove("Microsoft.EntityFrameworkCore.Design", out var design) ? design : null, Is.EqualTo(Central["Microsoft.EntityFrameworkCore.Design"]));
        Assert.That(added.Keys, Is.EquivalentTo(House.ReferencePackages));
        Assert.That(added.Values, Is.All.EqualTo("PackageVersion"));
        Assert.That(actions.Select(action => action.GetProperty("condition").GetString()), Is.Unique.And.All.Contains("hasContext"), "each restores: one of ours is enough");
        const string hint = @"run first 'dotnet add package (?<name>\S+) --version (?<version>[^'\\]+)";
        var told = Regex.Matches(template.RootElement.GetRawText(), hint, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["version"].Value);
        Assert.That(told, Has.Count.EqualTo(3).And.SubsetOf(Central));
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
