#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// Makes every call under every condition of docs/faults.md, and kills, freezes and starves three nodes and their database under load:
// `dotnet eng/faults.cs [--minutes 5]`. Prints each fault as it happens, and at the end how much was asked, what was injected, and how many promises were
// broken. Exit 0 only if none was. Needs PostgreSQL; root may also fill a disk.

using System.Diagnostics;
using System.Globalization;

var root = Path.GetDirectoryName(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Path.Combine(Environment.CurrentDirectory, "eng"))!;
if (args is not ([] or ["--minutes", _]) || !double.TryParse(args.ElementAtOrDefault(1) ?? "5", CultureInfo.InvariantCulture, out var minutes) || minutes <= 0)
{
    Console.Error.WriteLine("usage: dotnet eng/faults.cs [--minutes N]   how long to go on, 5 unless said; every fault happens at least once");
    return 2;
}

var test = new ProcessStartInfo(
    "dotnet", ["test", "tests/Attesto.Faults.Tests", "--nologo", "-v", "quiet", "--filter", "FaultSuiteTests|FaultTableTests", "--logger", "console;verbosity=detailed"])
{
    WorkingDirectory = root,
    UseShellExecute = false,
};
test.Environment["ATTESTO_FAULT_SECONDS"] = Math.Ceiling(minutes * 60).ToString(CultureInfo.InvariantCulture);
using var process = Process.Start(test)!;
process.WaitForExit();
return process.ExitCode;
