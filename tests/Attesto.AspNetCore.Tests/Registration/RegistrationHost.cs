using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Registration;

[AttestoEndpoint(OAuthEndpoint.Registration)]
public sealed class RegistrationController(RegistrationEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Register(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);

    [HttpGet("{clientId}"), HttpPut("{clientId}"), HttpDelete("{clientId}")]
    public Task<IActionResult> Configure(CancellationToken cancellationToken) => endpoint.HandleAsync(HttpContext, cancellationToken);
}

/// <summary>A host with registration on, and short words for its requests.</summary>
internal sealed class RegistrationHost(TestHost host) : IAsyncDisposable
{
    public const string Web = """{"redirect_uris":["https://client.example/cb"]}""";
    public const string Machine = """{"grant_types":["client_credentials"],"scope":"read:reports","token_endpoint_auth_method":"client_secret_post"}""";
    public const string Spa = """{"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"]}""";

    private static readonly string[] Grants = ["authorization_code", "refresh_token", "client_credentials"];

    public TestHost Host => host;

    public static async Task<RegistrationHost> StartAsync(Action<AttestoBuilder>? attesto = null, params (string Name, string? Value)[] options)
    {
        var configuration = options.ToDictionary(option => $"Attesto:Registration:{option.Name}", option => option.Value, StringComparer.Ordinal);
        configuration.TryAdd("Attesto:Registration:Enabled", "true");
        configuration.TryAdd("Attesto:Registration:Scopes:0", "read:reports");
        foreach (var (index, grant) in Grants.Index())
        {
            configuration.TryAdd($"Attesto:Registration:GrantTypes:{index}", grant);
        }

        configuration.TryAdd("Attesto:Registration:RateLimit", "100000");
        return new RegistrationHost(await TestHost.StartAsync(attesto, configuration));
    }

    public T Service<T>()
        where T : notnull => host.App.Services.GetRequiredService<T>();

    public Task<Answer> RegisterAsync(string body, string? token = null, string? mediaType = "application/json") =>
        SendAsync(HttpMethod.Post, "/oauth/register", token, body, mediaType);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token = null, string? body = null, string? mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        }

        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using var response = await host.CreateClient().SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode,
            text.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text),
            response.Headers.WwwAuthenticate.ToString(),
            response.Headers.CacheControl?.NoStore is true && response.Headers.Pragma.ToString() is "no-cache");
    }

    public async Task<int> TokenAsync(Answer client, string? secret = null)
    {
        using var response = await host.PostAsync(
            "/oauth/token", ("grant_type", "client_credentials"), ("client_id", client["client_id"]!), ("client_secret", secret ?? client["client_secret"]!));
        return (int)response.StatusCode;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

internal sealed record Answer(int Status, Dictionary<string, JsonElement>? Body, string Challenge, bool IsNoStore)
{
    public string? this[string name] => Body is not null && Body.TryGetValue(name, out var value) ? value.ToString() : null;

    public string ConfigurationPath => new Uri(this["registration_client_uri"]!).AbsolutePath;

    public override string ToString() => $"{Status} {JsonSerializer.Serialize(Body)}";
}
