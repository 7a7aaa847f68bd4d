using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Tests.Shared.Lab;

/// <summary>A running lab host: another process on free loopback ports, over TLS, stopped when disposed.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _folder;
    private readonly TimeSpan _clock;
    private Process _process = null!;

    private LabHost(string folder, TimeSpan clock, string url, string? certificateUrl) =>
        (_folder, _clock, Url, CertificateUrl) = (folder, clock, url, certificateUrl);

    /// <summary>Where it listens; also its issuer, unless the lab says otherwise.</summary>
    public string Url { get; }

    /// <summary>The origin that asks for a client certificate; null unless asked for at the start.</summary>
    public string? CertificateUrl { get; }

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The end of its log, for the message of a test that fails; what is on its way there arrives first.</summary>
    public async Task<string> TailAsync()
    {
        await Task.Delay(200);
        return $"{Url} said:\n{string.Join('\n', _output.TakeLast(60))}";
    }

    /// <summary>Its log from the first error on, with the stack; empty if there is none. A statement that another one was in the way of is none: EF Core
    /// logs it, and the store sends it again.</summary>
    public IReadOnlyList<string> Errors => [.. _output.SkipWhile(line => !IsError(line)).Take(60)];

    /// <summary>How many lines it printed so far.</summary>
    public int Logged => _output.Count;

    /// <summary>The error records of its log from a line on, each with the lines that belong to it.</summary>
    public IReadOnlyList<string> ErrorsFrom(int line)
    {
        var records = new List<string>();
        foreach (var text in _output.Skip(line))
        {
            if (text.StartsWith(' ') && records.Count > 0)
            {
                records[^1] += $"\n{text}";
            }
            else
            {
                records.Add(text);
            }
        }

        return [.. records.Where(record => record.StartsWith("fail: ", StringComparison.Ordinal) || record.StartsWith("crit: ", StringComparison.Ordinal))];
    }

    /// <summary>The events that it wrote, in order.</summary>
    public IReadOnlyList<JsonObject> Events => File.Exists(EventsFile) ? [.. File.ReadAllLines(EventsFile).Select(line => JsonNode.Parse(line)!.AsObject())] : [];

    private string EventsFile => Path.Combine(_folder, "events.jsonl");

    private string LabFile => Path.Combine(_folder, "lab.json");

    /// <summary>Starts a host with this lab.json.</summary>
    /// <param name="lab">The file; <c>events_file</c> is added to it.</param>
    /// <param name="withCertificatePort">Opens the port that asks for a client certificate, and names it in <c>mtls_endpoint_aliases</c>.</param>
    /// <param name="url">Where to listen; null finds a free port.</param>
    /// <param name="clock">How far ahead of this machine its clock is; needs <see cref="SkewedClock"/>.</param>
    public static async Task<LabHost> StartAsync(JsonObject lab, bool withCertificatePort = false, string? url = null, TimeSpan clock = default)
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

        var host = new LabHost(folder, clock, url, certificateUrl);
        await File.WriteAllTextAsync(host.LabFile, file.ToJsonString());
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>Ends the process as a crash would: it is told nothing and finishes nothing.</summary>
    public async Task KillAsync()
    {
        _process.Kill(); // it alone, and at once: looking for children takes longer than a request
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts the same host again after <see cref="KillAsync"/>, and waits until it is ready.</summary>
    public async Task StartAgainAsync()
    {
        _output.Clear();
        _process = Start(["--urls", Url, "--lab", LabFile, "--cert", LabAuthority.Instance.ServerFile, "--cert-password", LabAuthority.Password], _clock);
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <summary>Stops the process between two instructions, as a paused virtual machine is, until it is thawed.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

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
        catch (OperationCanceledException fault)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the lab did not end by itself: {await output}{await error}", fault);
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>A client of this host that trusts its authority, follows no redirects and keeps no cookies.</summary>
    public static HttpClient CreateClient(X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, SslOptions = Trusting() };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        return new HttpClient(handler) { Timeout = Patience };
    }

    /// <summary>TLS that trusts the labs' authority and no other.</summary>
    /// <param name="host">The name to ask for; null if the client sets it.</param>
    public static SslClientAuthenticationOptions Trusting(string? host = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(LabAuthority.Instance.Root);
        return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy };
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

    /// <summary>A port that nobody listens on, and none that systems give to outgoing connections: one of those could take it before the host does.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_768);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody does.
            }
        }
    }

    private static Process Start(string[] arguments, TimeSpan clock = default)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Built("Attesto.Lab"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.Combine(Checkout.Root, "samples", "Attesto.Lab"),
        };
        start.Environment["SSL_CERT_FILE"] = LabAuthority.Instance.RootFile;
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_URLS");
        SkewedClock.Set(start.Environment, clock);
        return Process.Start(start)!;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _output.Enqueue(text);
        }
    }

    private static bool IsError(string line) =>
        (line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal))
        && !line.StartsWith("fail: Microsoft.EntityFrameworkCore.Database.Command", StringComparison.Ordinal);

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
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
