using System.Diagnostics;

namespace Attesto.Templates;

/// <summary>What README.md tells a newcomer to run, by somebody whose home is empty, in any order and twice.</summary>
public sealed class FreshMachineTests
{
    private static readonly string Newcomer = Directory.CreateDirectory(Path.Combine(Workshop.Folder, "newcomer")).FullName;
    private static readonly string Clone = Path.Combine(Workshop.Folder, "clone");

    [Test]
    public async Task Quickstart_and_the_template_tests_leave_dotnet_ef_as_it_was()
    {
        await CloneAsync();
        await SucceedAsync(Clone, "quickstart.cs", "--exit");
        Assert.That(Remembered, Is.Empty);
        await SucceedAsync(Clone, "test", Path.Combine("tests", "Attesto.Templates.Tests"), "--nologo", "--filter", nameof(AttestoHostTests));
        Assert.That(Remembered, Is.Empty);
        await SucceedAsync(Clone, "quickstart.cs", "--exit");
        Assert.That(Remembered, Is.Empty);

        // The newcomer's own project, beside all that.
        var project = Directory.CreateDirectory(Path.Combine(Newcomer, "project", ".config")).Parent!.FullName;
        File.Copy(Path.Combine(Clone, "templates", "attesto-host", ".config", "dotnet-tools.json"), Path.Combine(project, ".config", "dotnet-tools.json"));
        await SucceedAsync(project, "tool", "restore");
        Assert.That(await SucceedAsync(project, "ef", "--version"), Does.Contain("Entity Framework Core .NET Command-line Tools"));
    }

    // Templates, paths of tools and packages of this checkout that dotnet now knows for the newcomer.
    private static IEnumerable<string> Remembered => Directory.GetFileSystemEntries(Newcomer, "*", SearchOption.AllDirectories)
        .Where(entry => entry.Contains("toolResolverCache", StringComparison.Ordinal) || entry.Contains(".templateengine", StringComparison.Ordinal)
            || Path.GetFileName(entry).StartsWith("attesto", StringComparison.OrdinalIgnoreCase));

    // What git would clone, with what is not committed yet, and nothing that was built.
    private static async Task CloneAsync()
    {
        foreach (var file in (await ListFilesAsync()).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (from, to) = (Path.Combine(Checkout.Root, file), Path.Combine(Clone, file));
            if (File.Exists(from))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to);
            }
        }
    }

    private static async Task<string> ListFilesAsync()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Checkout.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var files = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        return files;
    }

    // Packages of others are read from where they are, so that the test asks no feed for what it has.
    private static async Task<string> SucceedAsync(string folder, params string[] arguments)
    {
        var start = Dotnet.Command(folder, arguments);
        start.Environment["HOME"] = Newcomer;
        start.Environment["DOTNET_CLI_HOME"] = Newcomer;
        start.Environment["NUGET_FALLBACK_PACKAGES"] = Home.PackageCache;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        var finished = await Dotnet.RunAsync(start);
        Assert.That(finished.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}:\n{finished.Output}");
        return finished.Output;
    }
}
