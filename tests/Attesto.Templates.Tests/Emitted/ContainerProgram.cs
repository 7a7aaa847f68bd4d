using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace Attesto.Templates;

/// <summary>The program of the image of a host, published by the commands of its Dockerfile and run with the environment that Compose would give it.</summary>
internal sealed class ContainerProgram(EmittedHost host, PostgresServer server)
{
    private const string Name = "auth.example.com";

    private readonly ContainerFiles _files = new(host);
    private readonly string _image = Path.Combine(host.Folder, "obj", "image");
    private readonly string _home = Directory.CreateDirectory(Path.Combine(host.Folder, "obj", "home-of-image")).FullName;
    private readonly EmittedHost _port = new("container"); // an address of its own

    public async Task RunAsync()
    {
        _files.Check("postgres");
        await server.CreateDatabaseAsync("attesto");
        await MakeSecretsAsync();
        foreach (var command in _files.BuildCommands)
        {
            // Ahead of time it would take half a minute more, and be the same program.
            await Dotnet.SucceedAsync(host.Folder, [.. command.Select(word => word is "/app" ? _image : word), "-p:PublishReadyToRun=false"]);
        }

        var built = Files();
        var early = await Dotnet.RunAsync(Start("host"));
        Assert.That((early.ExitCode, early.Output), Is.EqualTo((1, early.Output)), "no tables yet");
        Assert.That(early.Output, Does.Contain("--migrate"));
        var migrated = await Dotnet.RunAsync(Start("migrate", "--migrate"));
        Assert.That((migrated.ExitCode, migrated.Output), Is.EqualTo((0, migrated.Output)));
        await ServeAsync();
        Assert.That(Files(), Is.EqualTo(built), "its file system may be read-only");
    }

    private async Task ServeAsync()
    {
        var start = Start("host", "--urls", _port.Address);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            Assert.That(await UntilItAnswersAsync(process, "/health/live"), Is.EqualTo("Healthy"));
            Assert.That(await UntilItAnswersAsync(process, "/health/ready"), Is.EqualTo("Healthy"));
            Assert.That($"{JsonNode.Parse(await UntilItAnswersAsync(process, "/.well-known/openid-configuration"))!["issuer"]}", Is.EqualTo($"https://{Name}"));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.That(await output + await errors, Does.Not.Contain("warn:").And.Not.Contain("fail:"));
    }

    // As the proxy asks, which ended TLS.
    private async Task<string> UntilItAnswersAsync(Process process, string path)
    {
        using var http = new HttpClient();
        for (var patience = Stopwatch.StartNew(); !process.HasExited && patience.Elapsed < TimeSpan.FromMinutes(5); await Task.Delay(100))
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_port.Address + path));
                request.Headers.Add("X-Forwarded-Proto", "https");
                request.Headers.Add("X-Forwarded-Host", Name);
                using var answer = await http.SendAsync(request);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
                return await answer.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException)
            {
                // not yet
            }
        }

        throw new TimeoutException($"{path} does not answer");
    }

    private ProcessStartInfo Start(string service, params string[] arguments)
    {
        var start = Dotnet.Command(_image, [_files.EntryPoint, .. arguments]);
        foreach (var (name, value) in _files.EnvironmentOf(service, ("ATTESTO_HOST", Name)))
        {
            start.Environment[name] = value
                .Replace("/run/secrets/", $"{Path.Combine(host.Folder, "secrets")}/", StringComparison.Ordinal)
                .Replace("Host=database;", $"Host=127.0.0.1;Port={server.Port};", StringComparison.Ordinal);
        }

        start.Environment["Attesto__TrustedProxies__1"] = "loopback"; // the tests are the proxy
        start.Environment["HOME"] = _home;
        return start;
    }

    private async Task MakeSecretsAsync()
    {
        using var script =
            Process.Start(new ProcessStartInfo("sh", ["secrets/create.sh"]) { WorkingDirectory = host.Folder, UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.That((script.ExitCode, errors), Is.EqualTo((0, errors)));
    }

    // With the time at which each was written.
    private IEnumerable<string> Files() => [.. new[] { _image, _home }.SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}")];
}
