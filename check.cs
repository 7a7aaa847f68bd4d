#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// Passes all tests: `dotnet check.cs [--no-install] [--only PART-OF-A-PROJECT-NAME]`. Installs what they need where it may, says what it leaves out,
// and ends with one line, `N passed, N failed, N skipped`. Non-zero exit unless everything that ran passed.

using System.Diagnostics;
using System.Xml.Linq;

var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var clock = Stopwatch.StartNew();
var mayInstall = !args.Contains("--no-install");
var only = args.SkipWhile(arg => arg != "--only").Skip(1).FirstOrDefault();

// No build node may outlive its build: on a build machine nobody stops it, and its memory is the tests'.
Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1");
Environment.SetEnvironmentVariable("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "1");

Say("looking for what the tests need");
Require("PostgreSQL", "tests against PostgreSQL", ["postgresql"], () => FindPostgres() is not null);
Require("libfaketime", "tests of nodes with wrong clocks", ["faketime"], () => FindFaketime() is not null);
Require("Chromium", "tests in a browser", ["chromium"], () => new[] { "chromium", "chromium-browser", "google-chrome" }.Any(OnPath));
Require("mod_auth_openidc", "tests with Apache as a client", ["apache2-bin", "libapache2-mod-auth-openidc"], () => IsThere("/usr/lib/apache2/modules/mod_auth_openidc.so"));
Require("Node.js and npm", "tests with JavaScript clients", ["nodejs", "npm"], () => OnPath("node") && OnPath("npm"));
InstallNodePackages(Path.Combine(root, "tests", "Attesto.Interop.Tests", "node"));

Say("building");
if (Run("dotnet", ["build", "Attesto.sln", "--nologo", "-v", "quiet"], root, Console.WriteLine) != 0)
{
    Say("the build failed; no test was run");
    Console.WriteLine("0 passed, 1 failed");
    return 1;
}

var results = Path.Combine(root, "artifacts", "tests");
if (Directory.Exists(results))
{
    Directory.Delete(results, recursive: true);
}

var projects = Directory.GetFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
    .Where(project => only is null || project.Contains(only, StringComparison.OrdinalIgnoreCase))
    .Order(StringComparer.Ordinal)
    .ToArray();
var begun = 0;
// Killed and frozen servers are mostly waited for: the other projects are tested meanwhile.
var lanes = projects.GroupBy(project => project.EndsWith("Attesto.Faults.Tests.csproj", StringComparison.Ordinal))
    .Select(lane => Task.Run(() => lane.Select(TestProject).ToList()));
var counted = (await Task.WhenAll(lanes)).SelectMany(lane => lane).ToList();
var totals = new Counts(counted.Sum(counts => counts.Passed), counted.Sum(counts => counts.Failed), counted.Sum(counts => counts.Skipped));

Say("done");
Console.WriteLine($"{totals.Passed} passed, {totals.Failed} failed{(totals.Skipped > 0 ? $", {totals.Skipped} skipped" : "")}");
return totals is { Failed: 0, Passed: > 0 } ? 0 : 1;

// Nothing on the wire may depend on the culture: in Turkish the capital of i is İ, in Saudi Arabia the year is not the Gregorian one.
string? CultureOf(string project) => project switch
{
    _ when OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true" => null,
    "Attesto.Tests" => "tr-TR",
    "Attesto.AspNetCore.Tests" => "ar-SA",
    _ => null,
};

Counts TestProject(string project)
{
    var name = Path.GetFileNameWithoutExtension(project);
    Say($"testing {name} ({Interlocked.Increment(ref begun)} of {projects.Length}){(CultureOf(name) is { } culture ? $" in {culture}" : "")}");
    var counts = Test(project, Path.Combine(results, $"{name}.trx"), name, CultureOf(name));
    Say($"{name}: {counts.Passed} passed, {counts.Failed} failed, {counts.Skipped} skipped");
    return counts;
}

Counts Test(string project, string trx, string name, string? culture)
{
    // A long project reports that it lives; a failing test is shown as it fails.
    using var pulse = new Timer(_ => Say($"{name}: still running"), null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
    var exit = Run(
        "dotnet",
        ["test", project, "--no-build", "--nologo", "-v", "quiet", "--logger", $"trx;LogFileName={trx}", "--logger", "console;verbosity=minimal"],
        root,
        line => { if (!string.IsNullOrWhiteSpace(line)) { Console.WriteLine($"    {name}: {line}"); } },
        culture);
    var counts = File.Exists(trx) ? Counts.Of(XDocument.Load(trx)) : new Counts(0, 0, 0);
    // A runner that fails without a failed test (a crash, a test project that did not load) is a failure too.
    return exit != 0 && counts.Failed == 0 ? counts with { Failed = 1 } : counts;
}

void Require(string what, string forWhat, string[] packages, Func<bool> present)
{
    if (present())
    {
        return;
    }

    if (mayInstall && OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && OnPath("apt-get"))
    {
        Say($"installing {what}");
        Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
        var quiet = new List<string>();
        _ = Run("apt-get", ["update", "-q"], root, quiet.Add);
        if (Run("apt-get", ["install", "-y", "-q", "--no-install-recommends", .. packages], root, quiet.Add) != 0)
        {
            quiet.TakeLast(5).ToList().ForEach(Console.WriteLine);
        }
    }

    if (!present())
    {
        Say($"{what} is not here and may not be installed: {forWhat} will be skipped");
    }
}

void InstallNodePackages(string folder)
{
    if (!File.Exists(Path.Combine(folder, "package-lock.json")) || !OnPath("npm"))
    {
        return;
    }

    // npm writes its own copy of the lock beside the packages: if it is newer than ours, they are what ours says.
    var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
    if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
    {
        return;
    }

    Say("installing the Node packages of the interop tests");
    var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
    if (!mayInstall || Run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel", "error"], folder, Console.WriteLine) != 0)
    {
        Say("the Node packages could not be installed: tests with JavaScript clients will be skipped");
    }
}

static string? FindPostgres() =>
    OnPath("initdb") ? "initdb" :
    !Directory.Exists("/usr/lib/postgresql") ? null :
    Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", "initdb")).FirstOrDefault(IsThere);

static string? FindFaketime() =>
    !Directory.Exists("/usr/lib") ? null :
    Directory.GetDirectories("/usr/lib").Append("/usr/local/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(IsThere);

static bool OnPath(string program) =>
    (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => IsThere(Path.Combine(folder, program)) || IsThere(Path.Combine(folder, $"{program}.exe")) || IsThere(Path.Combine(folder, $"{program}.cmd")));

// A link whose target was removed with its package is no program.
static bool IsThere(string path) => File.Exists(path) && File.Exists(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

static int Run(string program, string[] arguments, string folder, Action<string> line, string? culture = null)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
    if (culture is not null)
    {
        start.Environment["LC_ALL"] = $"{culture.Replace('-', '_')}.UTF-8";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["ATTESTO_TEST_CULTURE"] = culture;
    }

    using var process = new Process { StartInfo = start };
    var gate = new Lock();
    void Take(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } text)
        {
            lock (gate)
            {
                line(text);
            }
        }
    }

    process.OutputDataReceived += Take;
    process.ErrorDataReceived += Take;
    try
    {
        process.Start();
    }
    catch (System.ComponentModel.Win32Exception fault)
    {
        line($"{program}: {fault.Message}");
        return 127;
    }

    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    process.WaitForExit();
    return process.ExitCode;
}

void Say(string text) => Console.WriteLine($"[{clock.Elapsed:mm\\:ss}] {text}");

internal sealed record Counts(int Passed, int Failed, int Skipped)
{
    public static Counts Of(XDocument trx)
    {
        var counters = trx.Descendants().First(element => element.Name.LocalName == "Counters");
        int Of(string name) => (int?)counters.Attribute(name) ?? 0;
        var failed = Of("failed") + Of("error") + Of("timeout") + Of("aborted");
        return new Counts(Of("passed"), failed, Of("total") - Of("passed") - failed);
    }
}
