namespace Attesto.Templates;

/// <summary>What cannot work is refused before anything is written, with one sentence that says what to do.</summary>
public sealed class RefusalTests
{
    [TestCase("attesto-server", "--table-prefix", "a b", "--table-prefix is at most 24 lower-case letters")]
    [TestCase("attesto-host", "--table-prefix", "Acme_", "--table-prefix is at most 24 lower-case letters")]
    [TestCase("attesto-host", "--oauth-path-prefix", "oauth", "--oauth-path-prefix is a path that begins with a slash")]
    [TestCase("attesto-server", "--oauth-path-prefix", "/oauth/", "--oauth-path-prefix is a path that begins with a slash")]
    [TestCase("attesto-host", "--policies-namespace", "My Policies", "--policies-namespace is a namespace")]
    [TestCase("attesto-host", "--docker", "true", "--docker needs a database that several containers reach: --database postgres")]
    [TestCase("attesto-server", "--context", "Shop Context", "--context is the full name of a class of this project")]
    [TestCase("attesto-server", "--user-type", "List<Member>", "--user-type is the full name of a class")]
    [TestCase("attesto-host", "--issuer", "http://auth.example.com", "--issuer is an https URL")]
    [TestCase("attesto-host", "--issuer", "https://auth.example.com/?tenant=1", "--issuer is an https URL")]
    [TestCase("attesto-host", "--admin", "--pages=none", "--admin needs --pages full")]
    public async Task A_bad_value_writes_nothing(string template, string option, string value, string sentence) =>
        await RefusesAsync(template is "attesto-server" ? await WebProjectAsync("net10.0") : NewFolder(), [template, option, value], sentence);

    [Test]
    public async Task A_folder_without_a_project_is_no_host() =>
        await RefusesAsync(NewFolder(), ["attesto-server"], "Run this in the folder of an ASP.NET Core project for .NET 10");

    [Test]
    public async Task A_project_for_an_older_framework_is_told_what_to_set() =>
        await RefusesAsync(await WebProjectAsync("net8.0"), ["attesto-server"], "set <TargetFramework>net10.0</TargetFramework> in the project file first");

    [Test]
    public async Task Both_templates_are_listed_everywhere()
    {
        var listed = await Dotnet.SucceedAsync(NewFolder(), "new", "list", "attesto");
        Assert.That(listed, Does.Contain("attesto-server").And.Contain("attesto-host"));
    }

    private static async Task RefusesAsync(string folder, string[] arguments, string sentence)
    {
        var before = Files(folder);
        var refused = await Workshop.NewAsync(folder, arguments);
        Assert.That(refused.Output, Does.Contain(sentence));
        Assert.That(refused.ExitCode, Is.Not.Zero);
        Assert.That(Files(folder), Is.EqualTo(before));
    }

    private static string NewFolder() => Directory.CreateDirectory(Path.Combine(Workshop.Folder, $"refused-{Guid.CreateVersion7():N}")).FullName;

    private static async Task<string> WebProjectAsync(string framework)
    {
        var folder = NewFolder();
        var project = Path.Combine(folder, "Old.csproj");
        await File.WriteAllTextAsync(project, """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        await Dotnet.SucceedAsync(folder, "restore"); // dotnet new asks nothing of a project that was never restored
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project)).Replace("net10.0", framework, StringComparison.Ordinal));
        return folder;
    }

    // What MSBuild keeps for itself when it is asked about a project is not ours.
    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
