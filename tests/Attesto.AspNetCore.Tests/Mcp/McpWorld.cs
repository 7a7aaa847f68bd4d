using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attesto.Outbound;
using Attesto.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests.Mcp;

/// <summary>An authorization server, an MCP server beside it, and what others publish; and the way that an MCP client goes from the one URL that it knows.</summary>
internal sealed class McpWorld : IAsyncDisposable
{
    private const string Resource = $"{TestHost.Issuer}/mcp";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /// <summary>The page that tells hosts what to set.</summary>
    public static readonly string Guide = Path.Combine(Checkout.Root, "docs", "mcp.md");

    private McpWorld(TestHost host, Web web, Lines log) => (Host, Published, Log) = (host, web, log);

    public TestHost Host { get; }

    public Web Published { get; }

    public Lines Log { get; }

    public static async Task<McpWorld> StartAsync(params (string Name, string? Value)[] options)
    {
        var (web, log) = (new Web(), new Lines());
        var configuration = Settings(await File.ReadAllTextAsync(Guide)).ToDictionary(StringComparer.Ordinal);
        configuration["Attesto:ProtectedResource:MetadataUrl"] = $"{TestHost.Issuer}/.well-known/oauth-protected-resource/mcp";
        foreach (var (name, value) in options)
        {
            configuration[$"Attesto:{name}"] = value;
        }

        var host = await TestHost.StartAsync(
            attesto =>
            {
                attesto.Services.AddSingleton<IOutboundClient>(web).AddSingleton<ILoggerProvider>(log);
                attesto.Services.AddAuthentication(AttestoBearerDefaults.AuthenticationScheme).AddAttestoBearer();
                attesto.Services.AddAuthorization();
            },
            configuration,
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapPost("/mcp", (HttpContext http) => $$$"""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{{{http.User.FindFirst("sub")?.Value}}}"}]}}""")
                    .RequireScopes("mcp:tools");
            });
        return new McpWorld(host, web, log);
    }

    // The first block of JSON, for the server of this test.
    private static IEnumerable<KeyValuePair<string, string?>> Settings(string page)
    {
        var block = page.Split("```json")[1].Split("```")[0].Replace("https://mcp.example.com/mcp", Resource, StringComparison.Ordinal);
        return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block))).Build().AsEnumerable().Where(setting => setting.Value is not null);
    }

    /// <summary>From the first 401 to a token and a call of a tool.</summary>
    /// <param name="identify">Makes the client known, from the server's metadata.</param>
    /// <param name="redirect">Where the client listens.</param>
    public async Task<string> CallToolAsync(Func<JsonObject, Task<McpClientIdentity>> identify, string redirect)
    {
        using var http = Host.CreateClient();
        using var refused = await http.PostAsync("/mcp", Call);
        var challenge = refused.Headers.WwwAuthenticate.ToString();
        Assert.That((int)refused.StatusCode, Is.EqualTo(401));
        var metadata = await GetAsync(http, challenge.Split("resource_metadata=\"")[1].Split('"')[0]);
        var server = await GetAsync(http, $"{metadata["authorization_servers"]![0]}/.well-known/oauth-authorization-server");
        var client = await identify(server);
        var tokens = await RedeemAsync(http, server, client, await AuthorizeAsync(http, server, metadata, client, redirect), redirect);
        Assert.That(tokens.ContainsKey("refresh_token"), Is.True, $"{tokens}");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)tokens["access_token"]!);
        using var answer = await http.PostAsync("/mcp", Call);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    public async Task<McpClientIdentity> RegisterAsync(JsonObject server, string body)
    {
        using var http = Host.CreateClient();
        using var answer = await http.PostAsync((string)server["registration_endpoint"]!, new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(201), text);
        var client = JsonNode.Parse(text)!.AsObject();
        return new McpClientIdentity(
            (string)client["client_id"]!,
            client.TryGetPropertyValue("client_secret", out var secret) ? new() { ["client_secret"] = (string)secret! } : []);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static StringContent Call => new("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoami"}}""", Encoding.UTF8, "application/json");

    private static async Task<string> AuthorizeAsync(HttpClient http, JsonObject server, JsonObject metadata, McpClientIdentity client, string redirect)
    {
        using var answer = await http.GetAsync(QueryHelpers.AddQueryString((string)server["authorization_endpoint"]!, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = client.Id,
            ["redirect_uri"] = redirect,
            ["scope"] = string.Join(' ', metadata["scopes_supported"]!.AsArray()),
            ["resource"] = (string?)metadata["resource"],
            ["state"] = "s",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        }));
        var location = answer.Headers.Location?.OriginalString;
        Assert.That(location, Does.StartWith(redirect).And.Contains("code="), await answer.Content.ReadAsStringAsync());
        return QueryHelpers.ParseQuery(location![location!.IndexOf('?', StringComparison.Ordinal)..])["code"].ToString();
    }

    private static async Task<JsonObject> RedeemAsync(HttpClient http, JsonObject server, McpClientIdentity client, string code, string redirect)
    {
        var form = new Dictionary<string, string>(client.Credentials)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client.Id,
            ["code"] = code,
            ["redirect_uri"] = redirect,
            ["code_verifier"] = Verifier,
            ["resource"] = Resource,
        };
        using var answer = await http.PostAsync((string)server["token_endpoint"]!, new FormUrlEncodedContent(form));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    private static async Task<JsonObject> GetAsync(HttpClient http, string url) => JsonNode.Parse(await http.GetStringAsync(url))!.AsObject();
}

/// <summary>A client as the server knows it, and what it sends to the token endpoint.</summary>
internal sealed record McpClientIdentity(string Id, Dictionary<string, string> Credentials);

/// <summary>What others publish, by URL.</summary>
internal sealed class Web : ConcurrentDictionary<string, string>, IOutboundClient
{
    public Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<OutboundAnswer>(TryGetValue(request.Url, out var body)
            ? new OutboundAnswer.Answered(200, "application/json", Encoding.UTF8.GetBytes(body), null)
            : new OutboundAnswer.Failed(OutboundFault.Unresolvable));
}

/// <summary>An RSA key of a hosted client, which signs with RS256.</summary>
internal sealed class HostedKey : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public string Jwks
    {
        get
        {
            var parameters = _key.ExportParameters(includePrivateParameters: false);
            return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"cimd-1","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}"}]}""";
        }
    }

    public Dictionary<string, string> Assert(string clientId, string audience, DateTimeOffset now)
    {
        var claims = $$"""{"iss":"{{clientId}}","sub":"{{clientId}}","aud":"{{audience}}","jti":"{{Guid.NewGuid():N}}","iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.ToUnixTimeSeconds() + 60}}}""";
        var input = $"{Base64Url.EncodeToString("{\"alg\":\"RS256\",\"kid\":\"cimd-1\",\"typ\":\"JWT\"}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new()
        {
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = $"{input}.{Base64Url.EncodeToString(signature)}",
        };
    }

    public void Dispose() => _key.Dispose();
}
