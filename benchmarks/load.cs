#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// What a request costs the server, beside the physical floors and a rival: `dotnet benchmarks/load.cs [--quick]`. See docs/benchmarks.md.

using System.Diagnostics;

var root = Path.GetDirectoryName(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Path.Combine(Environment.CurrentDirectory, "benchmarks"))!;
return Run("build", "samples/Attesto.Lab/Attesto.Lab.csproj", "-c", "Release", "--nologo", "-v", "quiet") is 0
    ? Run(["run", "-c", "Release", "--project", "benchmarks/Attesto.Load/Attesto.Load.csproj", "--", .. args])
    : 1;

int Run(params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, UseShellExecute = false })!;
    process.WaitForExit();
    return process.ExitCode;
}
