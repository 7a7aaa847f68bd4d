using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Interop.Lab;

/// <summary>Apache with mod_auth_openidc in front of a page: a process with a configuration of its own in a temporary folder, on loopback ports.</summary>
internal sealed class Apache : IAsyncDisposable
{
    private const string Program = "/usr/sbin/apache2";
    private const string Modules = "/usr/lib/apache2/modules";
    private const string Loaded = "mpm_event authn_core authz_core authz_user dir headers ssl auth_openidc";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _folder;
    private readonly Process _process;

    private Apache(string folder, Process process)
    {
        (_folder, _process) = (folder, process);
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static bool IsInstalled => File.Exists(Program) && File.Exists(Path.Combine(Modules, "mod_auth_openidc.so"));

    /// <summary>Everything it printed so far, its log included.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it.</summary>
    /// <param name="sites">By port, the directives of mod_auth_openidc for the site there; all of a site but <c>/bye</c> is for people who are signed in.</param>
    public static async Task<Apache> StartAsync(params (int Port, string Directives)[] sites)
    {
        var folder = Directory.CreateTempSubdirectory("attesto-apache-");
        if (!OperatingSystem.IsWindows())
        {
            // Its workers run as a user of their own where the tests run as root.
            folder.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        }

        await WriteAsync(folder.FullName, sites);
        var start = new ProcessStartInfo(Program, ["-f", Path.Combine(folder.FullName, "apache2.conf"), "-D", "FOREGROUND"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var apache = new Apache(folder.FullName, Process.Start(start)!);
        await apache.WaitUntilReadyAsync(sites.Select(site => site.Port));
        return apache;
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

    private static async Task WriteAsync(string folder, (int Port, string Directives)[] sites)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(LabAuthority.Instance.ServerFile, LabAuthority.Password, X509KeyStorageFlags.Exportable);
        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        File.Copy(LabAuthority.Instance.RootFile, Path.Combine(folder, "root.pem"));
        var pages = Directory.CreateDirectory(Path.Combine(folder, "pages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(pages, "index.html"), "the page");
        await File.WriteAllTextAsync(Path.Combine(pages, "bye"), "bye");
        await File.WriteAllTextAsync(Path.Combine(folder, "apache2.conf"), $"""
            ServerRoot {folder}
            DefaultRuntimeDir {folder}
            PidFile {folder}/apache2.pid
            Mutex file:{folder} default
            ErrorLog /dev/stderr
            LogLevel warn
            SSLSessionCache none
            ServerName localhost
            User www-data
            Group www-data
            {string.Join('\n', Loaded.Split(' ').Select(name => $"LoadModule {name}_module {Modules}/mod_{name}.so"))}
            SSLCertificateFile {folder}/server.pem
            SSLCertificateKeyFile {folder}/server.key
            DocumentRoot {pages}
            DirectoryIndex index.html
            {string.Join('\n', sites.Select(site => Site(folder, site.Port, site.Directives)))}
            """);
    }

    private static string Site(string folder, int port, string directives) => $"""
        Listen 127.0.0.1:{port}
        <VirtualHost 127.0.0.1:{port}>
          SSLEngine on
          OIDCCABundlePath {folder}/root.pem
          OIDCRedirectURI https://localhost:{port}/callback
          {directives}
          <Location />
            AuthType openid-connect
            Require valid-user
            Header always set Remote-User "expr=%{"{REMOTE_USER}"}"
          </Location>
          <Location /bye>
            AuthType None
            Require all granted
          </Location>
        </VirtualHost>
        """;

    private async Task WaitUntilReadyAsync(IEnumerable<int> ports)
    {
        using var http = LabHost.CreateClient();
        var clock = Stopwatch.StartNew();
        foreach (var port in ports)
        {
            while (true)
            {
                try
                {
                    using var response = await http.GetAsync($"https://localhost:{port}/bye");
                    break;
                }
                catch (HttpRequestException) when (!_process.HasExited && clock.Elapsed < Patience)
                {
                    await Task.Delay(50);
                }
                catch (HttpRequestException fault)
                {
                    var output = Output;
                    await DisposeAsync();
                    throw new InvalidOperationException($"Apache did not start:\n{output}", fault);
                }
            }
        }
    }
}
