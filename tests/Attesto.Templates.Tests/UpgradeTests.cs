using System.IO.Compression;
using System.Text;

namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-upgrade</c>: a host from an older version of the templates comes to this one, and loses nothing of its owner's.</summary>
public sealed class UpgradeTests
{
    private const string Older = "0.0.9-older";
    private const string Untouched = "Policies/ConsentPolicy.cs"; // by the owner; each of these three was another in the older version
    private const string Edited = "Policies/Pages.cs";
    private const string Removed = "Views/Attesto/LoggedOut.cshtml";
    private const string Added = "Controllers/StylesController.cs"; // was not there
    private const string Yours = "Policies/ScopePolicy.cs"; // the same in both

    [Test]
    public async Task An_older_host_gets_what_is_new_and_keeps_what_is_its_owners()
    {
        PackOlder();
        var hive = Path.Combine(Workshop.Folder, "older-hive");
        await Dotnet.SucceedAsync(Workshop.Folder, "new", "install", $"Attesto.Templates@{Older}", "--debug:custom-hive", hive);
        await Dotnet.SucceedAsync(Workshop.Folder, "new", "attesto-host", "-n", "OlderHost", "--table-prefix", "op_", "--no-restore", "--debug:custom-hive", hive);
        var host = new EmittedHost("OlderHost");
        var older = host.Read(Untouched);
        await WriteAsync(host, Edited, host.Read(Edited).Replace("namespace ", "// mine\nnamespace ", StringComparison.Ordinal));
        await WriteAsync(host, Yours, "// all mine");
        File.Delete(Path.Combine(host.Folder, Removed));
        await Dotnet.SucceedAsync(host.Folder, "new", "attesto-upgrade");

        var shown = await Dotnet.SucceedAsync(host.Folder, ".attesto/upgrade.cs");
        Assert.That(shown, Does.Contain($"update  {Untouched}").And.Contain($"add     {Added}").And.Contain($"patch   {Edited} (you have edited it)")
            .And.Contain($"patch   {Removed} (you have removed it)").And.Contain("update  OlderHost.csproj").And.Contain("dotnet .attesto/upgrade.cs --apply")
                .And.Not.Contain(Yours));
        Assert.That((host.Read(Untouched), Exists(host, Added), Exists(host, $"{Edited}.patch")), Is.EqualTo((older, false, false)), "nothing is done unasked");

        await Dotnet.SucceedAsync(host.Folder, ".attesto/upgrade.cs", "--apply");
        Assert.That(host.Read(Untouched), Does.Not.Contain("older").And.Contain("ConsentPolicy"));
        Assert.That(host.Read(Edited), Does.Contain("// mine").And.Contain("older"), "left as it is");
        Assert.That(host.Read($"{Edited}.patch"), Does.Contain($"--- a/{Edited}").And.Contain($"+++ b/{Edited}").And.Contain("-// older"));
        Assert.That((Exists(host, Added), Exists(host, Removed), host.Read(Yours)), Is.EqualTo((true, false, "// all mine")));
        Assert.That(host.Read("OlderHost.csproj"), Does.Contain($"Include=\"Attesto.AspNetCore\" Version=\"{Workshop.Version}\""));
        Assert.That(await Dotnet.SucceedAsync(host.Folder, ".attesto/upgrade.cs"), Does.Contain($"is at {Workshop.Version} already"));
    }

    // The package as it would have been packed from older templates.
    private static void PackOlder()
    {
        var feed = Path.Combine(Workshop.Folder, "feed");
        using var package = ZipFile.OpenRead(Path.Combine(feed, $"Attesto.Templates.{Workshop.Version}.nupkg"));
        using var older = ZipFile.Open(Path.Combine(feed, $"Attesto.Templates.{Older}.nupkg"), ZipArchiveMode.Create);
        foreach (var entry in package.Entries.Where(entry => !entry.FullName.EndsWith(Added, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            var text = reader.ReadToEnd().Replace(Workshop.Version, Older, StringComparison.Ordinal);
            using var writer = new StreamWriter(older.CreateEntry(entry.FullName).Open());
            writer.Write(text);
            writer.Write(new[] { Untouched, Edited, Removed }.Any(file => entry.FullName.EndsWith(file, StringComparison.Ordinal)) ? "// older\n" : "");
        }
    }

    private static bool Exists(EmittedHost host, string file) => File.Exists(Path.Combine(host.Folder, file));

    private static Task WriteAsync(EmittedHost host, string file, string text) => File.WriteAllTextAsync(Path.Combine(host.Folder, file), text);
}
