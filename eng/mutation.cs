#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// Changes the engine in one place at a time and asks which of its tests notice: `dotnet eng/mutation.cs [folder...]`. The folders are those of src/Attesto that
// decide security, unless others are named. It works in a clone of what is committed, prints what survived and the table of docs/mutation.md, and takes hours for all.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

const string Stryker = "5.1.0";
const string TestProject = "tests/Attesto.Tests";
string[] longSuites = ["Grants/GrantSequenceTests.cs", "Grants/GrantPropertyTests.cs"]; // a run of them for every mutant would take days

var root = Path.GetDirectoryName(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Path.Combine(Environment.CurrentDirectory, "eng"))!;
var folders = args.Length > 0 ? args : ["SenderConstraints", "Clients", "Grants", "Issuing", "Authorize"];
if (folders.Any(folder => Path.IsPathRooted(folder) || folder.Contains("..", StringComparison.Ordinal) || !Directory.Exists(Path.Combine(root, "src/Attesto", folder))))
{
    Console.Error.WriteLine("usage: dotnet eng/mutation.cs [folder...]   folders of src/Attesto, such as Clients or Authorize/Jar");
    return 2;
}

var work = Directory.CreateTempSubdirectory("attesto-mutation-").FullName;
try
{
    var clone = Path.Combine(work, "clone");
    var project = Path.Combine(clone, TestProject);
    var isReady = Run(root, "git", "clone", "--quiet", root, clone)
        && Run(work, "dotnet", "tool", "install", "dotnet-stryker", "--version", Stryker, "--tool-path", Path.Combine(work, "tool"));
    if (!isReady)
    {
        return 1;
    }

    Prepare(project);
    var tool = Path.Combine(work, "tool", OperatingSystem.IsWindows() ? "dotnet-stryker.exe" : "dotnet-stryker");
    if (!Run(project, tool, "--config-file", "stryker-config.json", "--test-runner", "mtp", "--output", Path.Combine(work, "output")))
    {
        return 1;
    }

    Report(Path.Combine(work, "output", "reports", "mutation-report.json"));
    return 0;
}
finally
{
    DeleteAll(work);
}

// The runner of Microsoft's testing platform is several times faster than the default one.
void Prepare(string project)
{
    var file = Path.Combine(project, "Attesto.Tests.csproj");
    var text = File.ReadAllText(file);
    File.WriteAllText(
        file,
        text.Insert(
            text.IndexOf("<ItemGroup>", StringComparison.Ordinal),
            "<PropertyGroup><EnableNUnitRunner>true</EnableNUnitRunner><OutputType>Exe</OutputType></PropertyGroup>"));
    foreach (var suite in longSuites)
    {
        File.Delete(Path.Combine(project, suite));
    }

    var mutate = string.Join(',', folders.Select(folder => $"\"**/{folder.Replace('\\', '/').Trim('/')}/**/*.cs\""));
    File.WriteAllText(
        Path.Combine(project, "stryker-config.json"),
        $$"""
        {"stryker-config":{"project":"Attesto.csproj","mutate":[{{mutate}}],"ignore-mutations":["string"],"concurrency":1,"additional-timeout":30000,
        "thresholds":{"high":80,"low":60,"break":0 },"reporters":["json"]} }
        """);
}

// A mutant that does not end is noticed as well as one that fails a test; what does not compile or was left out counts for nothing.
void Report(string path)
{
    using var report = JsonDocument.Parse(File.ReadAllText(path));
    var mutants = report.RootElement.GetProperty("files").EnumerateObject()
        .SelectMany(file => file.Value.GetProperty("mutants").EnumerateArray().Select(mutant => (
            File: file.Name.Replace('\\', '/').Split("/src/Attesto/")[^1],
            Status: mutant.GetProperty("status").GetString(),
            Line: mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(),
            Change: mutant.GetProperty("replacement").GetString()!.ReplaceLineEndings(" "))))
        .Where(mutant => mutant.Status is "Killed" or "Timeout" or "Survived" or "NoCoverage")
        .ToList();
    foreach (var (file, status, line, change) in mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage"))
    {
        Console.WriteLine($"{status}: {file}:{line} => {change[..Math.Min(change.Length, 120)]}");
    }

    Console.WriteLine("| folder of `src/Attesto` | mutants | killed |\n| --- | --- | --- |");
    foreach (var folder in folders)
    {
        var of = mutants.Where(mutant => $"/{mutant.File}".Contains($"/{folder.Replace('\\', '/').Trim('/')}/", StringComparison.Ordinal)).ToList();
        var killed = of.Count(mutant => mutant.Status is "Killed" or "Timeout");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `{folder}` | {of.Count} | {100.0 * killed / Math.Max(of.Count, 1):0.0} % |"));
    }
}

static bool Run(string directory, string program, params string[] arguments)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, UseShellExecute = false };
    start.Environment["RunAnalyzers"] = "false";
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode == 0;
}

// Git writes its objects read-only, which stops a recursive delete on Windows.
static void DeleteAll(string directory)
{
    foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories))
    {
        file.Attributes = FileAttributes.Normal;
    }

    Directory.Delete(directory, recursive: true);
}
