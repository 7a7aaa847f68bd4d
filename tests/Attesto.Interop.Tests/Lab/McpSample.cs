using System.Collections.Concurrent;
using System.Diagnostics;
using Attesto.Tests.Shared;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop.Lab;

/// <summary>A running MCP sample: another process on a free loopback port, over TLS, stopped when disposed.</summary>
internal sealed class McpSample : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private McpSample(Process process, string resource)
    {
        (_process, Resource) = (process, resource);
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The server's URL, which is its resource identifier.</summary>
    public string Resource { get; }

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    public static string FreeResource() => $"https://localhost:{LabHost.FreePort()}/mcp";

    /// <summary>Starts the sample for an issuer.</summary>
    public static async Task<McpSample> StartAsync(string issuer, string resource)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Built("Attesto.McpServer")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SSL_CERT_FILE"] = LabAuthority.Instance.RootFile;
        start.Environment["ASPNETCORE_URLS"] = new Uri(resource).GetLeftPart(UriPartial.Authority);
        start.Environment["Kestrel__Certificates__Default__Path"] = LabAuthority.Instance.ServerFile;
        start.Environment["Kestrel__Certificates__Default__Password"] = LabAuthority.Password;
        start.Environment["Mcp__Issuer"] = issuer;
        start.Environment["Mcp__Resource"] = resource;
        var sample = new McpSample(Process.Start(start)!, resource);
        await sample.WaitUntilReadyAsync();
        return sample;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = LabHost.CreateClient();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(Resource);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited && clock.Elapsed < Patience)
            {
                await Task.Delay(100);
            }
        }
    }
}
