using System.Collections.Concurrent;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attesto.Clients.Tests;

/// <summary>All hosts of a test, each under its own https origin, in one process: whoever sends a request here reaches the host of its URL.</summary>
internal sealed class Internet : DelegatingHandler, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (WebApplication App, HttpMessageInvoker Way)> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every URL that was asked for, in order.</summary>
    public ConcurrentQueue<Uri> Asked { get; } = new();

    /// <summary>Starts a host.</summary>
    public async Task<WebApplication> HostAsync(string origin, Action<WebApplicationBuilder> configure, Action<WebApplication> map)
    {
        // Each host would watch its settings with an inotify instance, of which a user has few.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"], EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([new("Oidc:ClientSecret", Server.Secret)]);
        builder.WebHost.UseTestServer();
        configure(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        _hosts[new Uri(origin).Host] = (app, new HttpMessageInvoker(app.GetTestServer().CreateHandler()));
        return app;
    }

    /// <summary>A way in of its own, for a library that disposes of what it is given.</summary>
    public HttpMessageHandler NewHandler() => new Way(this);

    public async ValueTask DisposeAsync()
    {
        foreach (var (app, way) in _hosts.Values)
        {
            way.Dispose();
            await app.DisposeAsync();
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request.RequestUri!);
        return _hosts.TryGetValue(request.RequestUri!.Host, out var host)
            ? host.Way.SendAsync(request, cancellationToken)
            : throw new HttpRequestException($"there is no {request.RequestUri.Host} here");
    }

    private sealed class Way(Internet internet) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => internet.SendAsync(request, cancellationToken);
    }
}
