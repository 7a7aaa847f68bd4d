using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attesto.Tests.Shared.Lab;

/// <summary>The web site of a client, over TLS on loopback: answers with its files, or else with one page, and remembers the forms that were posted to it.</summary>
internal sealed class ClientSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private ClientSite(WebApplication app, X509Certificate2 certificate, int port) => (_app, _certificate, Port) = (app, certificate, port);

    public int Port { get; }

    public ConcurrentQueue<Dictionary<string, string>> Posted { get; } = new();

    /// <summary>JSON documents by path: a client's metadata, its keys.</summary>
    public ConcurrentDictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>Pages and scripts by path, each with its media type.</summary>
    public ConcurrentDictionary<string, (string MediaType, string Text)> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests wait for it before they are answered.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    public static async Task<ClientSite> StartAsync()
    {
        var certificate = X509CertificateLoader.LoadPkcs12FromFile(LabAuthority.Instance.ServerFile, LabAuthority.Password);
        var port = LabHost.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listener => listener.UseHttps(certificate)));
        var site = new ClientSite(builder.Build(), certificate, port);
        site._app.Run(site.AnswerAsync);
        await site._app.StartAsync();
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        await Answering.WaitAsync(http.RequestAborted);
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            Posted.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));
        }

        var (type, text) = Documents.TryGetValue(http.Request.Path, out var document) ? ("application/json", document)
            : Files.TryGetValue(http.Request.Path, out var file) ? file
            : ("text/html", "<!DOCTYPE html><title>client</title><h1 id=client>client</h1>");
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }
}
