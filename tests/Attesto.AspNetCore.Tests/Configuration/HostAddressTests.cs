using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore.Tests.Configuration;

/// <summary>However a host is told where to listen, in Development its issuer is there.</summary>
public sealed class HostAddressTests
{
    [TestCase("http://localhost:5000")]
    [TestCase("https://localhost:7001", "urls=http://localhost:5001;https://localhost:7001", Description = "a launch profile, https second")]
    [TestCase("http://127.0.0.1:5001", "urls=http://127.0.0.1:5001/")]
    [TestCase("http://localhost:8080", "urls=http://*:8080", Description = "a container")]
    [TestCase("http://localhost:8080", "urls=http://[::]:8080")]
    [TestCase("https://localhost:8443", "HTTP_PORTS=8080", "HTTPS_PORTS=8443")]
    [TestCase("http://localhost:8081", "HTTP_PORTS=8081")]
    [TestCase("https://localhost:9443", "urls=http://localhost:5001", "Kestrel:Endpoints:Web:Url=https://localhost:9443", Description = "Kestrel's own section wins over urls")]
    public void The_issuer_is_where_the_host_listens(string expected, params string[] settings)
    {
        var (issuer, audience, requireHttps) = OptionsOf(settings, "Development");
        Assert.That((issuer, audience), Is.EqualTo((expected, expected)));
        Assert.That(requireHttps, Is.EqualTo(expected.StartsWith("https", StringComparison.Ordinal)));
    }

    [Test]
    public void What_is_configured_is_not_guessed() =>
        Assert.That(OptionsOf(["urls=https://localhost:7001", "Attesto:Issuer=https://auth.example", "Attesto:Audience=https://api.example"], "Development"),
            Is.EqualTo(("https://auth.example", "https://api.example", true)));

    [Test]
    public void Nothing_is_guessed_elsewhere() =>
        Assert.That(OptionsOf(["urls=https://localhost:7001"], "Production"), Is.EqualTo(((string?)null, (string?)null, true)));

    [TestCase("http://127.0.0.1:0", 42, "this host listens on http://127.0.0.1:")]
    [TestCase(null, 41, "where this host listens")]
    public async Task It_is_said_at_the_start(string? url, int eventId, string expected)
    {
        var log = new LineLog();
        var builder = Builder([$"urls={url ?? $"http://127.0.0.1:{FreePort()}"}"], "Development");
        builder.Logging.AddProvider(log);
        await using var app = builder.Build();
        _ = Issuer(app.Services);
        await app.StartAsync();
        Assert.That(log.Lines, Has.Some.Matches<(int Id, string Text)>(line => line.Id == eventId && line.Text.Contains(expected, StringComparison.Ordinal)));
        await app.StopAsync();
    }

    [Test]
    public async Task Code_that_says_where_to_listen_is_heard_too()
    {
        await using var app = Builder([], "Development").Build();
        app.Urls.Add("https://localhost:7443");
        Assert.That(Issuer(app.Services).Issuer, Is.EqualTo("https://localhost:7443"));
    }

    private static (string? Issuer, string? Audience, bool RequireHttps) OptionsOf(string[] settings, string environment)
    {
        using var app = (IDisposable)Builder(settings, environment).Build();
        var options = Issuer(((WebApplication)app).Services);
        return (options.Issuer, options.Audience, options.RequireHttps);
    }

    // Without the validators: what is tested is what they see.
    private static AttestoOptions Issuer(IServiceProvider services) => services.GetRequiredService<IOptions<AttestoOptions>>().Value;

    private static WebApplicationBuilder Builder(string[] settings, string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = TestHost.Unwatched, EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        builder.WebHost.UseKestrel();
        new AttestoBuilder(builder.Services).UseHostAddressInDevelopment();
        builder.Services.AddOptions<AttestoOptions>().Configure(options => builder.Configuration.GetSection("Attesto").Bind(options));
        return builder;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class LineLog : ILoggerProvider, ILogger
    {
        public List<(int Id, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add((eventId.Id, formatter(state, exception)));
            }
        }

        public void Dispose()
        {
        }
    }
}
