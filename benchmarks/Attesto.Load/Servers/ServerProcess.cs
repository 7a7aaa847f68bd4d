using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Attesto.Load;

/// <summary>A server in a process of its own, on a free loopback port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private ServerProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public int Id => _process.Id;

    public static async Task<ServerProcess> StartAsync(
        string program, Func<string, string[]> arguments, string[]? before = null, params (string Name, string Value)[] environment)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        string[] command = [.. before ?? [], "dotnet", program, .. arguments(url)];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { }; // read, or the server would wait for us
        process.BeginOutputReadLine();
        var server = new ServerProcess(process, url);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose(); // whoever stops us stops it, too
        try
        {
            await server.WaitAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        var port = new Uri(Url).Port;
        for (var started = Stopwatch.StartNew(); started.Elapsed < TimeSpan.FromMinutes(1) && !_process.HasExited; await Task.Delay(20))
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // not yet
            }
        }

        throw new InvalidOperationException($"The server on {Url} did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
