using System.Xml.Linq;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>The host calls endpoints, endpoints call the protocol, the protocol asks seams; nothing points back.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Attesto.Abstractions"] = [],
        ["Attesto"] = ["Attesto.Abstractions"],
        ["Attesto.AspNetCore"] = ["Attesto", "Attesto.Abstractions"],
        ["Attesto.EdDsa"] = ["Attesto", "Attesto.Abstractions"],
        ["Attesto.EntityFrameworkCore"] = ["Attesto.Abstractions"],
        ["Attesto.Management"] = ["Attesto", "Attesto.Abstractions", "Attesto.AspNetCore"],
        ["Attesto.Testing"] = ["Attesto.Abstractions"],
    };

    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void A_package_references_only_what_its_arrows_allow(string package)
    {
        var project = XDocument.Load(Path.Combine(House.Root, "src", package, $"{package}.csproj"));
        var declared = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        var compiled = House.Assembly(package).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Attesto", StringComparison.Ordinal));
        Assert.That(declared.Concat(compiled).Distinct(), Is.SubsetOf(Arrows[package]));
    }

    [TestCaseSource(typeof(House), nameof(House.ReferencePackages))]
    public void A_package_of_references_has_no_code_and_hides_none_of_them(string package)
    {
        var folder = Path.Combine(House.Root, "src", package);
        Assert.That(House.Sources(folder), Is.Empty);
        var references = XDocument.Load(Path.Combine(folder, $"{package}.csproj")).Descendants()
            .Where(reference => reference.Name.LocalName is "ProjectReference" or "PackageReference")
            .ToList();
        Assert.That(references, Has.Count.InRange(2, 3));
        Assert.That(references.Select(reference => (string?)reference.Attribute("PrivateAssets")), Is.All.EqualTo("none"));
    }

    [TestCase("Attesto.Abstractions")]
    [TestCase("Attesto")]
    public void The_protocol_knows_neither_HTTP_nor_a_database(string package)
    {
        string[] allowed = ["Microsoft.Extensions.Options", "Microsoft.Extensions.Primitives", "Microsoft.IdentityModel.Tokens"];
        var foreign = House.Assembly(package).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("System.Net", StringComparison.Ordinal))
            .Where(name => !name.StartsWith("Attesto", StringComparison.Ordinal) && !name.EndsWith(".Abstractions", StringComparison.Ordinal) && !allowed.Contains(name))
            // Addresses, and the exception of a failed system call.
            .Where(name => name is not ("System.Net.Primitives" or "Microsoft.Win32.Primitives"));
        Assert.That(foreign, Is.Empty);
    }

    [Test]
    public void The_database_package_knows_no_HTTP()
    {
        // Data protection keeps its keys in the database; it has nothing to do with requests.
        var references = House.Assembly("Attesto.EntityFrameworkCore").GetReferencedAssemblies().Select(name => name.Name)
            .Where(name => !name!.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal));
        Assert.That(references, Has.None.StartsWith("Microsoft.AspNetCore"));
    }

    [TestCase("Microsoft.EntityFrameworkCore")]
    [TestCase("Npgsql")]
    [TestCase("Microsoft.Data")]
    public void The_transport_knows_no_database(string prefix)
    {
        var references = House.Assembly("Attesto.AspNetCore").GetReferencedAssemblies().Select(name => name.Name);
        Assert.That(references, Has.None.StartsWith(prefix));
    }

    [Test]
    public void No_host_and_no_template_references_the_testing_package()
    {
        var projects = new[] { "src", "samples", "templates", "benchmarks" }
            .Select(folder => Path.Combine(House.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories));
        Assert.That(projects.Where(project => File.ReadAllText(project).Contains("Attesto.Testing.csproj", StringComparison.Ordinal)), Is.Empty);
    }
}
