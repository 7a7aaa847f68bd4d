#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// Sends broken requests to a lab host for as long as one likes: `dotnet eng/fuzz.cs [--minutes 10] [--seed N]`. Exit 0 only if none was answered 5xx, hung, or
// left an error in the log; else the seed and the request are printed. The same seed makes the same requests again, up to what the host draws by lot.

using System.Diagnostics;
using System.Globalization;

var root = Path.GetDirectoryName(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Path.Combine(Environment.CurrentDirectory, "eng"))!;
var given = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
var seed = Random.Shared.Next();
if (given.Count * 2 != args.Length || given.Keys.Except(["--minutes", "--seed"]).Any()
    || !double.TryParse(given.GetValueOrDefault("--minutes", "10"), CultureInfo.InvariantCulture, out var minutes) || minutes <= 0
    || (given.TryGetValue("--seed", out var said) && !int.TryParse(said, CultureInfo.InvariantCulture, out seed)))
{
    Console.Error.WriteLine("usage: dotnet eng/fuzz.cs [--minutes N] [--seed N]   how long to go on, 10 unless said; where to begin, anywhere unless said");
    return 2;
}

var test = new ProcessStartInfo(
    "dotnet", ["test", "tests/Attesto.Interop.Tests", "--nologo", "-v", "quiet", "--filter", "FullyQualifiedName~FuzzTests", "--logger", "console;verbosity=detailed"])
{
    WorkingDirectory = root,
    UseShellExecute = false,
};
test.Environment["ATTESTO_FUZZ_SECONDS"] = Math.Ceiling(minutes * 60).ToString(CultureInfo.InvariantCulture);
test.Environment["ATTESTO_FUZZ_SEED"] = seed.ToString(CultureInfo.InvariantCulture);
using var process = Process.Start(test)!;
process.WaitForExit();
return process.ExitCode;
