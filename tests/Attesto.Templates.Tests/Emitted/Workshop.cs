namespace Attesto.Templates;

/// <summary>The templates of this checkout, packed and installed once for all tests, in a folder that is gone afterwards.</summary>
[SetUpFixture]
public sealed class Workshop
{
    private static readonly string Version = $"0.1.0-test.{Environment.ProcessId}"; // its own, so that no cache remembers it

    internal static string Folder { get; } = Directory.CreateTempSubdirectory("attesto-templates-").FullName;

    private static string[] Hive { get; } = ["--debug:custom-hive", Path.Combine(Folder, "hive")];

    [OneTimeSetUp]
    public async Task PackAndInstall()
    {
        var feed = Path.Combine(Folder, "feed");
        await Dotnet.SucceedAsync(Checkout.Root, "pack", "eng/packages.slnf", "-o", feed, $"-p:PackageVersion={Version}", "-p:RunAnalyzers=false", "--nologo", "-v", "q");

        // The new packages stay in the temporary folder; everything else is read from the cache that is there.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="test" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(Folder, "packages")}" /></config>
              {(Directory.Exists(cache) ? $"""<fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>""" : "")}
            </configuration>
            """);
        await Dotnet.SucceedAsync(Folder, ["new", "install", Path.Combine(feed, $"Attesto.Templates.{Version}.nupkg"), .. Hive]);
    }

    [OneTimeTearDown]
    public void CleanUp() => Directory.Delete(Folder, recursive: true);

    internal static Task<Finished> NewAsync(string folder, params string[] arguments) => Dotnet.RunAsync(folder, ["new", .. arguments, .. Hive]);
}
