using System.Text.RegularExpressions;
using Attesto.Tests.Shared;

namespace Attesto.Interop;

/// <summary>
/// The lab is what the template emits: the same controllers and pages (and the same migration, which its build takes from there), so that
/// whatever a tester sees, a user's host shows.
/// After a change of the template, run these tests with the environment variable ATTESTO_APPROVE set to 1 and commit the files.
/// </summary>
public sealed class LabLayoutTests
{
    private static readonly string Template = Path.Combine(Checkout.Root, "templates", "shared");
    private static readonly string Lab = Path.Combine(Checkout.Root, "samples", "Attesto.Lab");

    // What the lab decides by its file, the template leaves to its user: those files differ by intent.
    private static readonly string[] Same =
        ["Controllers/*.cs", "Views/Attesto/*.cshtml", "Policies/IAccounts.cs", "Policies/ConsentPolicy.cs", "Policies/LogoutPolicy.cs", "Policies/Page.cs", "wwwroot/attesto/*"];

    private static readonly string[] Folders = ["Controllers", "Views"];

    public static IEnumerable<string> Emitted() =>
        Same.Where(pattern => Directory.Exists(Path.Combine(Template, Path.GetDirectoryName(pattern)!)))
            .SelectMany(pattern => Directory.GetFiles(Path.Combine(Template, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)))
            .Select(file => Path.GetRelativePath(Template, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Emitted))]
    public void A_file_is_the_one_that_the_template_emits(string file)
    {
        var expected = Emit(File.ReadAllText(Path.Combine(Template, file)));
        var path = Path.Combine(Lab, file);
        if (Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.That(File.Exists(path) ? File.ReadAllText(path) : null, Is.EqualTo(expected));
    }

    [Test]
    public void No_controller_or_page_is_the_labs_own()
    {
        var own = Folders.Select(folder => Path.Combine(Lab, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Lab, file).Replace('\\', '/'));
        Assert.That(own, Is.SubsetOf(Emitted()));
    }

    // What `dotnet new` replaces, for a project with ImplicitUsings and Nullable enabled.
    private static string Emit(string text) =>
        Regex.Replace(text, @"^#if \(explicit\w+\)\n.*?^#endif\n", "", RegexOptions.Singleline | RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Replace(
            "HostNamespace", "Attesto.Lab", StringComparison.Ordinal).Replace("PoliciesNamespace", "Attesto.Lab.Policies", StringComparison.Ordinal);
}
