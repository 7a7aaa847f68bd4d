using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Attesto.Templates;

/// <summary>A host that a template made.</summary>
internal sealed partial class EmittedHost(string name, bool https = false, string host = "localhost") : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // a bound for what hangs; a busy machine is only slow

    private readonly StringBuilder _log = new();
    private Process? _process;

    public string Folder { get; } = Path.Combine(Workshop.Folder, name);

    /// <summary>Where the host is told to listen; with https also on http, as the launch profiles of <c>dotnet new</c> say.</summary>
    public string Urls { get; } = https ? $"https://{host}:{FreePort()};http://{host}:{FreePort()}" : $"http://{host}:{FreePort()}";

    /// <summary>As what it is started.</summary>
    public string Environment { get; init; } = "Development";

    public string Address => Urls.Split(';')[0];

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static async Task<EmittedHost> NewAsync(string name, params string[] options)
    {
        var host = new EmittedHost(name);
        var made = await Workshop.NewAsync(Workshop.Folder, ["attesto-host", "-n", name, .. options]);
        Assert.That(made.ExitCode, Is.Zero, made.Output);
        Assert.That(made.Output, Does.Not.Contain("failed"), "dotnet new says so of a step and goes on");
        return host;
    }

    /// <summary>The lines that the template emitted for its owner to keep: without the documents, the migration and the schema, which nobody edits, and the tests.
    /// Before the first build.</summary>
    public int CountLines() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => !Generated().IsMatch(Path.GetRelativePath(Folder, file).Replace('\\', '/')))
        .Sum(file => File.ReadLines(file).Count());

    [GeneratedRegex(@"^(obj|Data/Migrations|[^/]*\.Tests)/|\.md$|\.http$|^appsettings\.schema\.json$", RegexOptions.ExplicitCapture)]
    private static partial Regex Generated();

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Builds, and demands that the compiler has nothing to say; with the emitted tests, where there are any.</summary>
    public async Task BuildAsync()
    {
        var output = await Dotnet.SucceedAsync(Folder, ["build", "--nologo", .. Tests is { } tests ? [tests] : Array.Empty<string>()]);
        Assert.That(output, Does.Contain(" 0 Warning(s)"), output);
    }

    /// <summary>Runs the emitted tests.</summary>
    public Task<Finished> TestAsync() => Dotnet.RunAsync(Folder, "test", Tests!, "--no-build", "--nologo");

    private string? Tests => new[] { $"{name}.Tests", ".attesto-tests" }.FirstOrDefault(folder => Directory.Exists(Path.Combine(Folder, folder)));

    /// <summary>Adds the authorization server to a host that exists.</summary>
    public static async Task<EmittedHost> AddToAsync(string name, string[] made, Action<string>? change = null, string[]? options = null, bool https = false)
    {
        var host = new EmittedHost(name, https);
        await Dotnet.SucceedAsync(Workshop.Folder, ["new", .. made, "-n", name, "-o", name]);
        change?.Invoke(host.Folder);
        await Dotnet.SucceedAsync(host.Folder, ["new", "attesto-server", .. options ?? []]);
        return host;
    }

    /// <summary>Fills the stubs in with what the demo of the other template decides; in a host that has people of its own, without those of the demo.</summary>
    public async Task FillInAsync(bool hasPeople = false)
    {
        var setup = Path.Combine(Folder, "AttestoSetup.cs");
        var wired = await File.ReadAllTextAsync(setup);
        var space = RootNamespace().Match(wired).Groups["name"].Value;
        var demo = await EmitDemoAsync();
        Directory.CreateDirectory(Path.Combine(Folder, "Demo"));
        foreach (var file in Directory.GetFiles(demo, "*.cs").Where(file => !hasPeople || Path.GetFileName(file) is "DemoClients.cs" or "DemoScopes.cs"))
        {
            var text = $"{DemoHead}{(await File.ReadAllTextAsync(file)).Replace("DemoSource", space, StringComparison.Ordinal)}";
            await File.WriteAllTextAsync(Path.Combine(Folder, "Demo", Path.GetFileName(file)), text);
        }

        var demoOf = $"global::{space}.Demo.";
        var line = hasPeople
            ? $"attesto.AddClientStore<{demoOf}DemoClients>().AddScopePolicy<{demoOf}DemoScopes>().AddRefreshTokenPolicy<{demoOf}DemoScopes>();"
            : $"{demoOf}DemoServices.AddDemo(attesto);";
        wired = wired.Replace("        attesto\n", $"        {line}\n        attesto\n", StringComparison.Ordinal);
        Assert.That(wired, Does.Contain(line));
        await File.WriteAllTextAsync(setup, wired);
    }

    // The demo was emitted for a project that has these by itself; what a strict host says of it is not what is tested.
    private const string DemoHead =
        "#nullable enable\n#pragma warning disable\nusing System.Threading;\nusing System.Threading.Tasks;\nusing Microsoft.Extensions.DependencyInjection;\n";

    private static async Task<string> EmitDemoAsync()
    {
        var folder = Path.Combine(Workshop.Folder, "demo");
        if (!Directory.Exists(folder))
        {
            await Dotnet.SucceedAsync(Workshop.Folder, "new", "attesto-host", "-n", "DemoSource", "-o", folder, "--no-restore");
        }

        return Path.Combine(folder, "Demo");
    }

    [GeneratedRegex(@"^namespace (?<name>\S+?);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex RootNamespace();

    /// <summary>Applies the migrations without a tool.</summary>
    public async Task MigrateAsync()
    {
        var migrated = await RunToEndAsync("Development", "--migrate");
        Assert.That((migrated.ExitCode, migrated.Output), Is.EqualTo((0, "The database is up to date.")).Using<(int Code, string Text)>(
            (was, expected) => was.Code == expected.Code && was.Text.Contains(expected.Text, StringComparison.Ordinal)), migrated.Output);
    }

    public Task UpdateDatabaseAsync(params string[] arguments) => UpdateDatabaseOfAsync("AttestoDbContext", arguments);

    public Task UpdateDatabaseOfAsync(string context, params string[] arguments) => EfAsync(["database", "update", "--context", context, "--no-build", "--", .. arguments]);

    /// <summary>Adds the migration that ATTESTO.md names, and builds.</summary>
    public async Task AddMigrationAsync(string context)
    {
        await EfAsync("migrations", "add", "AddAttesto", "--context", context);
        await BuildAsync();
    }

    private async Task EfAsync(params string[] command)
    {
        Directory.CreateDirectory(Path.Combine(Folder, ".config"));
        File.Copy(Path.Combine(Checkout.Root, "templates", "attesto-host", ".config", "dotnet-tools.json"), Path.Combine(Folder, ".config", "dotnet-tools.json"), overwrite: true);
        await Dotnet.SucceedAsync(Folder, "tool", "restore");
        await Dotnet.SucceedAsync(Folder, ["ef", .. command]);
    }

    public async Task StartAsync(params string[] arguments)
    {
        var start = Dotnet.Command(Folder, [Program, "--urls", Urls, .. arguments]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = Environment;
        DevelopmentCertificate.Configure(start);
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(Workshop.Folder, $"home-{new Uri(Address).Port}")).FullName; // nodes share no disk
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = DevelopmentCertificate.CreateClient();
        for (var patience = Stopwatch.StartNew(); !_process.HasExited && patience.Elapsed < Patience; await Task.Delay(200))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{Address}/.well-known/openid-configuration"));
                return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }
        }

        Assert.Fail($"the host did not start:\n{Log}");
    }

    /// <summary>The link in the last mail to somebody, from the log; waits for it.</summary>
    public async Task<string> MailAsync(string email)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < Patience; await Task.Delay(50))
        {
            if (Mail().Matches(Log).LastOrDefault(mail => mail.Groups["to"].Value == email) is { } found)
            {
                return found.Groups["link"].Value;
            }
        }

        throw new TimeoutException($"no mail to {email}:\n{Log}");
    }

    [GeneratedRegex(@"Mail to (?<to>\S+): [^:]+: (?<link>http\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Mail();

    /// <summary>Runs the host as it is deployed, until it ends by itself.</summary>
    public async Task<Finished> RunToEndAsync(string environment, params string[] arguments)
    {
        var start = Dotnet.Command(Folder, [Program, "--urls", Urls, .. arguments]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(timeout.Token);
        return new Finished(process.ExitCode, await output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    private string Program => Path.Combine(Folder, "bin", "Debug", "net10.0", $"{Path.GetFileName(Folder)}.dll");

    private void Write(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
