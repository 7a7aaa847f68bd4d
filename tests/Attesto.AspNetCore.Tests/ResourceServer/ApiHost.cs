using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Attesto.DpopClient;
using Attesto.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests;

/// <summary>An API of its own that knows only the issuer's URL, beside the server that issues its tokens; both in this process.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Audience = "https://api.example";

    private ApiHost(TestHost server, WebApplication api, Fetches fetches, IReplayStore replays) =>
        (Server, Api, Fetched, Replays) = (server, api, fetches, replays);

    public TestHost Server { get; }

    public WebApplication Api { get; }

    public Fetches Fetched { get; }

    public IReplayStore Replays { get; }

    public static async Task<ApiHost> StartAsync(
        Action<AttestoOptions>? options = null, Action<AttestoBearerOptions>? scheme = null, Action<WebApplication>? routes = null, IReplayStore? replays = null)
    {
        var server = await TestHost.StartAsync(configuration: new() { ["Attesto:Scopes:Supported:1"] = "write:reports" });
        var fetches = new Fetches(server.Server.CreateHandler());
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { Args = TestHost.Unwatched, EnvironmentName = "Development", ApplicationName = "Attesto.AspNetCore.Tests" });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(server.Clock);
        builder.Services.Configure<AttestoOptions>(host => options?.Invoke(host));
        builder.Services.AddAuthentication(AttestoBearerDefaults.AuthenticationScheme).AddAttestoBearer(bearer =>
        {
            (bearer.Issuer, bearer.Audience) = (TestHost.Issuer, Audience);
            scheme?.Invoke(bearer);
        });
        builder.Services.AddHttpClient(IssuerKeys.ClientName).ConfigurePrimaryHttpMessageHandler(() => fetches);
        replays ??= new InMemoryReplayStore(server.Clock);
        builder.Services.AddSingleton(replays);
        builder.Services.AddAttestoInMemoryStores();

        var api = builder.Build();
        api.UseAuthentication();
        api.UseAuthorization();
        api.MapProtectedResourceMetadata();
        api.MapGet("/reports", Describe).RequireScopes("read:reports");
        api.MapPost("/reports", Describe).RequireScopes("write:reports", "read:reports");
        api.MapGet("/salaries", Describe).RequireScopes("read:reports").WithMetadata(new StepUpAttribute("gold") { MaxAge = 300 });
        routes?.Invoke(api);
        await api.StartAsync();
        return new ApiHost(server, api, fetches, replays);
    }

    public HttpClient CreateClient(HttpMessageHandler? handler = null) =>
        handler is null
            ? new HttpClient(Api.GetTestServer().CreateHandler()) { BaseAddress = new Uri(Audience) }
            : new HttpClient(handler) { BaseAddress = new Uri(Audience) };

    public HttpMessageHandler CreateHandler() => Api.GetTestServer().CreateHandler();

    public async Task<string> TokenAsync(string scope = "read:reports", DpopKey? key = null)
    {
        using var client = key is null ? Server.CreateClient()
            : new HttpClient(new DpopProofHandler(key, Server.Server.CreateHandler())) { BaseAddress = new Uri(TestHost.Issuer) };
        using var response = await client.PostAsync("/oauth/token", new FormUrlEncodedContent(
        [
            KeyValuePair.Create("grant_type", "client_credentials"),
            KeyValuePair.Create("client_id", "web"),
            KeyValuePair.Create("client_secret", TestHost.Secret),
            KeyValuePair.Create("scope", scope),
        ]));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (string?)body["access_token"] ?? throw new InvalidOperationException($"{body}");
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? scheme = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var client = CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (scheme is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.StopAsync();
        await Api.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static object Describe(HttpContext http)
    {
        var token = http.GetAccessToken()!;
        return new { subject = token.Subject, scope = token.Scope.ToString(), jkt = token.DpopJkt, sub = http.User.FindFirst("sub")?.Value, name = http.User.Identity!.Name };
    }

    /// <summary>The way to the issuer, counted, and cut at will.</summary>
    internal sealed class Fetches(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool Fail { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Fail ? throw new HttpRequestException("no route") : base.SendAsync(request, cancellationToken);
        }
    }
}
