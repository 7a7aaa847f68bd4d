using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Tests.Shared.Lab;

/// <summary>A running lab host: another process on free loopback ports, over TLS, stopped when disposed.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output;
    private readonly string _folder;

    private LabHost(Process process, ConcurrentQueue<string> output, string folder, string url, string? certificateUrl) =>
        (_process, _output, _folder, Url, CertificateUrl) = (process, output, folder, url, certificateUrl);

    /// <summary>Where it listens; also its issuer, unless the lab says otherwise.</summary>
    public string Url { get; }

    /// <summary>The origin that asks for a client certificate; null unless asked for at the start.</summary>
    public string? CertificateUrl { get; }

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The events that it wrote, in order.</summary>
    public IReadOnlyList<JsonObject> Events => File.Exists(EventsFile) ? [.. File.ReadAllLines(EventsFile).Select(line => JsonNode.Parse(line)!.AsObject())] : [];

    private string EventsFile => Path.Combine(_folder, "events.jsonl");

    /// <summary>Starts a host with this lab.json.</summary>
    /// <param name="lab">The file; <c>events_file</c> is added to it.</param>
    /// <param name="withCertificatePort">Opens the port that asks for a client certificate, and names it in <c>mtls_endpoint_aliases</c>.</param>
    /// <param name="url">Where to listen; null finds a free port.</param>
    public static async Task<LabHost> StartAsync(JsonObject lab, bool withCertificatePort = false, string? url = null)
    {
        var folder = Directory.CreateTempSubdirectory("attesto-lab-").FullName;
        var file = (JsonObject)lab.DeepClone();
        file.TryAdd("events_file", Path.Combine(folder, "events.jsonl"));
        file.TryAdd("database", new JsonObject { ["provider"] = "sqlite", ["connection_string"] = $"Data Source={Path.Combine(folder, "lab.db")}" });
        url ??= $"https://localhost:{FreePort()}";
        string? certificateUrl = null;
        if (withCertificatePort)
        {
            var port = FreePort();
            certificateUrl = $"https://localhost:{port}";
            file["tls"] = new JsonObject { ["client_certificate_port"] = port };
            var options = file["attesto"] as JsonObject ?? [];
            var mtls = options["Mtls"] as JsonObject ?? [];
            mtls["Enabled"] = true;
            mtls["AliasOrigin"] = certificateUrl;
            options["Mtls"] = mtls.Parent is null ? mtls : mtls.DeepClone();
            file["attesto"] = options.Parent is null ? options : options.DeepClone();
        }

        var path = Path.Combine(folder, "lab.json");
        await File.WriteAllTextAsync(path, file.ToJsonString());
        var output = new ConcurrentQueue<string>();
        var process = Launch(["--urls", url, "--lab", path, "--cert", LabAuthority.Instance.ServerFile, "--cert-password", LabAuthority.Password], output);
        var host = new LabHost(process, output, folder, url, certificateUrl);
        await host.WaitUntilReadyAsync();
        return host;
    }

    /// <summary>Runs the lab with these arguments until it ends by itself.</summary>
    /// <returns>Its exit code, and what it printed on standard error.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the lab did not end by itself: {await output}{await error}");
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>A client of this host that trusts its authority, follows no redirects and keeps no cookies.</summary>
    public static HttpClient CreateClient(X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(LabAuthority.Instance.Root);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return new HttpClient(handler);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Launch(string[] arguments, ConcurrentQueue<string> output)
    {
        var process = Start(arguments);
        process.OutputDataReceived += (_, line) => { if (line.Data is { } text) { output.Enqueue(text); } };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { } text) { output.Enqueue(text); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Built("Attesto.Lab"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Checkout.Root, "samples", "Attesto.Lab"),
        };
        start.Environment["SSL_CERT_FILE"] = LabAuthority.Instance.RootFile;
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start)!;
    }

    private async Task WaitUntilReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!_output.Any(line => line.StartsWith("Attesto.Lab ready on ", StringComparison.Ordinal)))
        {
            if (_process.HasExited || clock.Elapsed > Patience)
            {
                var output = Output;
                await DisposeAsync();
                throw new InvalidOperationException($"the lab did not start:\n{output}");
            }

            await Task.Delay(50);
        }
    }
}
