using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HostNamespace.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>A host with the management API, started, and a client that may use it.</summary>
internal sealed class ManagementApi : IAsyncDisposable
{
    public const string Scope = "attesto.manage";

    private ManagementApi(ManagedHost host, HttpClient http) => (Host, Http) = (host, http);

    public ManagedHost Host { get; }

    /// <summary>Sends no token.</summary>
    public HttpClient Http { get; }

    /// <summary>Opens the API.</summary>
    public string Token { get; private set; } = "";

    public static async Task<ManagementApi> StartAsync(Dictionary<string, string?>? settings = null, bool keepsEvents = true)
    {
        var host = Build(settings, keepsEvents: keepsEvents);
        Map(host.App);
        await host.App.StartAsync();
        var http = host.App.GetTestClient();
        http.BaseAddress = new Uri(ManagedHost.Issuer);
        var api = new ManagementApi(host, http);
        api.Token = await api.TokenOfAsync("operator", Scope);
        host.Events.Clear();
        return api;
    }

    public static ManagedHost Build(Dictionary<string, string?>? settings = null, bool authenticates = true, bool keepsEvents = false) => ManagedHost.Build(
        settings: new Dictionary<string, string?>(settings ?? []) { ["Attesto:Scopes:Supported:1"] = settings?.GetValueOrDefault("Attesto:Scopes:Supported:1", Scope) ?? Scope },
        change: builder =>
        {
            if (authenticates)
            {
                builder.Services.AddAuthentication().AddAttestoBearer();
            }

            builder.AddAttesto().UseScopes((context, _) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested));
            if (keepsEvents)
            {
                builder.Services.AddAttestoEvents<AttestoDbContext>();
            }

            builder.Services.AddAttestoManagement();
            builder.Services.AddOpenApi();
            builder.Services.AddControllers();
        });

    public static void Map(WebApplication app)
    {
        app.MapAttesto();
        app.MapAttestoManagement();
        app.MapOpenApi();
    }

    /// <summary>Adds a client by a command, and gets it a token.</summary>
    public async Task<string> TokenOfAsync(string client, string scope)
    {
        var added = await Host.RunAsync("clients", "add", client, "--grant-type", "client_credentials", "--scope", scope, "--json");
        Assert.That(added.ExitCode, Is.Zero, added.Error);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = $"{added.Json["clientSecret"]}",
            ["scope"] = scope,
        });
        using var answer = await Http.PostAsync("/oauth/token", form);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return $"{json["access_token"] ?? throw new InvalidOperationException(json.ToJsonString())}";
    }

    /// <summary>Sends a request with the token.</summary>
    public async Task<Answered> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, $"/manage/v1{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? ManagementJson.Write(body), Encoding.UTF8, "application/json");
        }

        using var answer = await Http.SendAsync(request);
        return new Answered(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(),
            answer.Headers.ETag?.ToString(),
            answer.Content.Headers.ContentType?.MediaType,
            answer.Headers.CacheControl?.NoStore is true,
            answer.Headers.Location?.ToString());
    }

    public Task<Answered> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answered(int Status, string Body, string? ETag, string? MediaType, bool IsNoStore, string? Location)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Error(string field) => Json["errors"]?[field]?[0]?.GetValue<string>();
}
