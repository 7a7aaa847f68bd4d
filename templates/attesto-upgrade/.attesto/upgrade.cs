// Brings what the templates of Attesto have emitted into this project to version AttestoVersion. In the project's folder:
//   dotnet .attesto/upgrade.cs            says what it would do
//   dotnet .attesto/upgrade.cs --apply    does it: files that you have not edited, and patches beside those that you have
// It emits the version that .attesto/template.json names, and the new one, and compares: what differs from the former is yours.
#:property PublishAot=false
using System.Diagnostics;
using System.Text.Json.Nodes;

const string NewVersion = "AttestoVersion";
const string Migrations = "Data/Migrations/";

var project = Directory.GetCurrentDirectory();
var recordFile = Path.Combine(project, ".attesto", "template.json");
if (!File.Exists(recordFile))
{
    return Refuse("There is no .attesto/template.json here. Run this in the folder of the project; one from before that file has to be compared by hand.");
}

var record = JsonNode.Parse(File.ReadAllText(recordFile))!;
var (template, oldVersion) = ($"{record["template"]}", $"{record["version"]}");
if (oldVersion == NewVersion)
{
    Console.WriteLine($"This project is at {NewVersion} already.");
    return 0;
}

var scratchProject = template is "attesto-server" ? $"{record["name"] ?? "Scratch"}.csproj" : null; // what that template asks
var scratch = Path.Combine(project, ".attesto", "upgrade"); // a dot folder: no part of the project
var (older, newer) = (Emit(oldVersion), Emit(NewVersion));
if (older is null || newer is null)
{
    return 1;
}

var apply = args.Contains("--apply");
var (done, changedTables) = (0, false);
foreach (var file in Files(older).Union(Files(newer)).Order(StringComparer.Ordinal))
{
    var (mine, before, after) = (Read(project, file), Read(older, file), Read(newer, file));
    if (before == after || mine == after)
    {
        continue;
    }

    if (file.StartsWith(Migrations, StringComparison.Ordinal))
    {
        changedTables = true; // a database that has the old migration would never run the new one
    }
    else if (mine != before)
    {
        var why = mine is null ? "you have removed it" : before is null ? "you have one of your own" : "you have edited it";
        Step("patch", $"{file} ({why})", () => WritePatch(file));
    }
    else if (after is null)
    {
        Step("remove", file, () => File.Delete(Path.Combine(project, file)));
    }
    else
    {
        Step(before is null ? "add" : "update", file, () => Copy(file));
    }
}

if (changedTables)
{
    Console.WriteLine("The tables have changed. After this: dotnet ef migrations add UpgradeAttesto --context AttestoDbContext");
}

if (template is "attesto-server")
{
    Console.WriteLine($"The packages Attesto.AspNetCore and Attesto.EntityFrameworkCore are yours to set to {NewVersion}.");
}

if (!apply)
{
    Console.WriteLine($"{done} files differ between {oldVersion} and {NewVersion}. To do this: dotnet .attesto/upgrade.cs --apply");
    return 0;
}

Directory.Delete(scratch, recursive: true);
Console.WriteLine($"Done: from {oldVersion} to {NewVersion}. Each patch lies beside its file; git apply FILE.patch, or by hand, and delete it.");
return 0;

void Step(string what, string file, Action act)
{
    Console.WriteLine($"  {what,-7} {file}");
    done++;
    if (apply)
    {
        act();
    }
}

void Copy(string file)
{
    var to = Path.Combine(project, file);
    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
    File.Copy(Path.Combine(newer, file), to, overwrite: true);
}

// What the template changed, for `git apply FILE.patch` in the project's folder, or by hand.
void WritePatch(string file)
{
    string Side(string emitted, string version) => File.Exists(Path.Combine(emitted, file)) ? $"{version}/{file}" : "/dev/null";
    var (_, diff) = Run("git", scratch, "diff", "--no-index", "--no-color", Side(older, oldVersion), Side(newer, NewVersion));
    var to = Path.Combine(project, $"{file}.patch");
    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
    File.WriteAllText(to, diff.Replace($"a/{oldVersion}/", "a/", StringComparison.Ordinal).Replace($"b/{NewVersion}/", "b/", StringComparison.Ordinal)
        .Replace($"a/{NewVersion}/", "a/", StringComparison.Ordinal).Replace($"b/{oldVersion}/", "b/", StringComparison.Ordinal));
}

// The whole of what a version of the template emits for the options of this project.
string? Emit(string version)
{
    var folder = Path.Combine(scratch, version);
    if (Directory.Exists(folder))
    {
        return folder;
    }

    var hive = Path.Combine(scratch, $"hive-{version}"); // the templates that you have installed stay as they are
    var unfinished = Path.Combine(scratch, $"unfinished-{version}");
    Directory.CreateDirectory(unfinished);
    var chosen = record["options"]!.AsObject().Where(option => $"{option.Value}".Length > 0);
    string[] options = [.. chosen.SelectMany(option => new[] { $"--{option.Key}", $"{option.Value}" })];
    string[] target = template is "attesto-host" ? ["-n", $"{record["name"]}"] : [];
    if (template is "attesto-server" && !Succeeds("dotnet", MakeProject(unfinished), "restore"))
    {
        return null;
    }

    if (!Succeeds("dotnet", project, "new", "install", $"Attesto.Templates@{version}", "--debug:custom-hive", hive)
        || !Succeeds("dotnet", unfinished, ["new", template, .. target, "-o", unfinished, "--no-restore", "--debug:custom-hive", hive, .. options]))
    {
        return null;
    }

    Directory.Move(unfinished, folder);
    return folder;
}

// The template asks the project that it goes into; this one answers as the real one did.
string MakeProject(string folder)
{
    var properties = string.Concat(record["project"]!.AsObject().Select(property => $"<{property.Key}>{property.Value}</{property.Key}>"));
    var text = $"""<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup>{properties}</PropertyGroup></Project>""";
    File.WriteAllText(Path.Combine(folder, scratchProject!), text);
    return folder;
}

IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
    .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
    .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && file != scratchProject);

// Line endings are the business of git.
static string? Read(string folder, string file) =>
    Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;

static bool Succeeds(string program, string folder, params string[] arguments)
{
    var (exitCode, output) = Run(program, folder, arguments);
    _ = exitCode == 0 || Refuse($"{program} {string.Join(' ', arguments)} failed:\n{output}") == 0;
    return exitCode == 0;
}

static (int ExitCode, string Output) Run(string program, string folder, params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return (process.ExitCode, output);
}

static int Refuse(string why)
{
    Console.Error.WriteLine(why);
    return 1;
}
