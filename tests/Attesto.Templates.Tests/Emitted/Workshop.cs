namespace Attesto.Templates;

/// <summary>The templates of this checkout, packed and installed once for all tests, in a folder that is gone afterwards.</summary>
[SetUpFixture]
public sealed class Workshop
{
    internal static readonly string Version = $"0.1.0-test.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}"; // its own, so that no cache remembers it

    internal static string Folder { get; } = Directory.CreateTempSubdirectory("attesto-templates-").FullName;

    internal static Home Home { get; } = new(Path.Combine(Folder, "home"));

    [OneTimeSetUp]
    public async Task PackAndInstall()
    {
        Home.Create();
        var feed = Path.Combine(Folder, "feed");
        await Dotnet.SucceedAsync(Checkout.Root, "pack", "eng/packages.slnf", "-o", feed, $"-p:PackageVersion={Version}", "-p:RunAnalyzers=false", "--nologo", "-v", "q");
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="test" value="feed" /></packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              {(Directory.Exists(Home.PackageCache) ? $"""<fallbackPackageFolders><add key="cache" value="{Home.PackageCache}" /></fallbackPackageFolders>""" : "")}
            </configuration>
            """);
        await Dotnet.SucceedAsync(Folder, "new", "install", Path.Combine(feed, $"Attesto.Templates.{Version}.nupkg"));
    }

    [OneTimeTearDown]
    public void CleanUp() => Directory.Delete(Folder, recursive: true);

    internal static Task<Finished> NewAsync(string folder, params string[] arguments) => Dotnet.RunAsync(folder, ["new", .. arguments]);
}
