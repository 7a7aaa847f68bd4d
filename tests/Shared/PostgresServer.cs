using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Attesto.Tests.Shared;

/// <summary>A PostgreSQL of one test run: its own cluster in a temporary folder, on a free loopback port, gone at the end. No driver needed.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "attesto";

    // initdb and postgres refuse to run as root.
    private static readonly string[] Unprivileged = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? ["runuser", "-u", "postgres", "--"] : [];

    private readonly string _folder;

    private PostgresServer(string folder, int port) => (_folder, Port) = (folder, port);

    /// <summary>False where no server is installed; tests then say that they were left out.</summary>
    public static bool IsInstalled => Binaries is not null;

    public int Port { get; }

    private static string? Binaries { get; } = FindBinaries();

    public static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("attesto-pg-").FullName;
        if (Unprivileged.Length > 0)
        {
            await RunAsync("chown", "postgres", folder);
        }

        var server = new PostgresServer(folder, FreePort());
        await AsPostgresAsync("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        await server.StartAgainAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Remove();
        return server;
    }

    /// <summary>With the options that the template emits.</summary>
    public string ConnectionString(string database) => ConnectionString(database, Port);

    /// <inheritdoc cref="ConnectionString(string)"/>
    /// <param name="database">The name of the database.</param>
    /// <param name="port">Where the server is reached.</param>
    public static string ConnectionString(string database, int port) =>
        $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username={User};Database={database};Maximum Pool Size=100;Max Auto Prepare=30;No Reset On Close=true";

    public Task CreateDatabaseAsync(string name) => ExecuteAsync("postgres", $"CREATE DATABASE \"{name}\"");

    /// <summary>Creates a database whose tables, though not the log, live in another folder.</summary>
    public async Task CreateDatabaseAsync(string name, string folder)
    {
        if (Unprivileged.Length > 0)
        {
            await RunAsync("chown", "postgres", folder);
        }

        await ExecuteAsync("postgres", $"CREATE TABLESPACE \"{name}\" LOCATION '{folder}'");
        await ExecuteAsync("postgres", $"CREATE DATABASE \"{name}\" TABLESPACE \"{name}\"");
    }

    /// <summary>Lets every transaction read only, or write again: as a server does that lost its primary role.</summary>
    public async Task SetReadOnlyAsync(bool readOnly)
    {
        await ExecuteAsync("postgres", $"ALTER SYSTEM SET default_transaction_read_only = {(readOnly ? "on" : "off")}");
        await ExecuteAsync("postgres", "SELECT pg_reload_conf()");
    }

    /// <summary>Runs SQL through psql and returns what it printed, unaligned.</summary>
    public Task<string> ExecuteAsync(string database, string sql) =>
        AsPostgresAsync("psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-d", database, "-v", "ON_ERROR_STOP=1", "-XAtqc", sql);

    /// <summary>Ends the server as a power cut would: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        var lines = await File.ReadAllLinesAsync(PidFile);
        using var postmaster = Process.GetProcessById(int.Parse(lines[0], CultureInfo.InvariantCulture));
        postmaster.Kill(entireProcessTree: true);
        await postmaster.WaitForExitAsync();
    }

    /// <summary>Ends one of the processes that serve connections, as the kernel does when memory is short: the server throws all others out and recovers.</summary>
    public async Task KillBackendAsync(string database)
    {
        var pid = await ExecuteAsync("postgres", $"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' LIMIT 1");
        if (pid.Length > 0)
        {
            using var backend = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            backend.Kill();
        }
    }

    /// <summary>Starts the server, also after <see cref="KillAsync"/>, and waits until it answers.</summary>
    public Task StartAgainAsync() => AsPostgresAsync("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-t", "600", "-o", Settings, "start");

    public ValueTask DisposeAsync()
    {
        Remove();
        return ValueTask.CompletedTask;
    }

    /// <summary>The file whose first line is the process id of the server.</summary>
    public string PidFile => Path.Combine(Data, "postmaster.pid");

    private string Data => Path.Combine(_folder, "data");

    // Without fsync a power cut of the machine loses data, a killed process does not: commits still reach the kernel.
    private string Settings =>
        $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 -c fsync=off -c full_page_writes=off";

    private static string? FindBinaries()
    {
        string[] versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var candidates = versions.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return candidates.FirstOrDefault(folder => IsThere(Path.Combine(folder, "initdb")) && IsThere(Path.Combine(folder, "pg_ctl")));
    }

    // A link whose target was removed with its package is no program.
    private static bool IsThere(string path) => File.Exists(path) && File.Exists(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Remove()
    {
        if (!Directory.Exists(_folder))
        {
            return;
        }

        try
        {
            AsPostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop").GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            // Not running any more: a test may have killed it.
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Task<string> AsPostgresAsync(string program, params string[] arguments)
    {
        var binaries = Binaries ?? throw new InvalidOperationException("PostgreSQL is not installed.");
        string[] command = [.. Unprivileged, Path.Combine(binaries, program), .. arguments];
        return RunAsync(command[0], command[1..]);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await error}");
    }
}
