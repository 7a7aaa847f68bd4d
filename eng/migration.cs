// After a change of the model: renews the migration that the template emits, and the approved statements for SQL Server. dotnet eng/migration.cs
#:property PublishAot=false
using System.Diagnostics;
using System.Runtime.CompilerServices;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, ".."));
var start =
    new ProcessStartInfo("dotnet", ["test", Path.Combine(root, "tests", "Attesto.EntityFrameworkCore.Tests"), "--nologo", "--filter", "EmittedMigrationTests|SqlServerTests"]);
start.Environment["ATTESTO_RENEW_MIGRATION"] = "1";
using var process = Process.Start(start)!;
process.WaitForExit();
return process.ExitCode;

static string Here([CallerFilePath] string path = "") => path;
