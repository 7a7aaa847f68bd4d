using System.Text;
using System.Web;
using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Attesto.Interop;

/// <summary>The SDKs of the Model Context Protocol, C# and TypeScript: their own OAuth clients find their way from an MCP server's URL to a token, and call a tool.</summary>
[RunsClient("ModelContextProtocol.Core", "MCP client", "from 401 to a tool call: registration, metadata document")]
[RunsClient("@modelcontextprotocol/sdk", "MCP client", "from 401 to a tool call: registration, metadata document; refresh")]
public sealed class McpTests
{
    private const string Redirect = "http://localhost:43117/callback";

    private readonly List<Uri> _asked = [];
    private LabHost _host = null!;
    private McpSample _server = null!;
    private ClientSite _site = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var resource = McpSample.FreeResource();
        var url = $"https://localhost:{LabHost.FreePort()}";
        var lab = LabJson.Lab(LabJson.Confidential("mcp", client => client["redirect_uris"] = new JsonArray(Redirect))).With(options =>
        {
            options["Issuer"] = $"{url}/tenant"; // an issuer with a path: RFC 8414 §3.1 inserts the well-known part before it
            options["ScopesSupported"] = new JsonArray("mcp:tools", "offline_access");
            options["ResourcesSupported"] = new JsonArray(resource);
            options["Registration"] = new JsonObject { ["Enabled"] = true };
            options["ClientIdMetadata"] = new JsonObject { ["Enabled"] = true };
        });
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        lab["database"] = new JsonObject { ["provider"] = "memory" };
        _site = await ClientSite.StartAsync();
        _host = await LabHost.StartAsync(lab, url: url);
        _server = await McpSample.StartAsync($"{url}/tenant", resource);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
        await _site.DisposeAsync();
    }

    [SetUp]
    public void Forget() => _asked.Clear();

    [Test]
    public async Task An_unauthenticated_call_is_told_where_to_go()
    {
        using var http = LabHost.CreateClient();
        using var response = await http.PostAsync(_server.Resource, new StringContent("{}", Encoding.UTF8, "application/json"));
        var challenge = response.Headers.WwwAuthenticate.ToString();
        var metadataUrl = _server.Resource.Replace("/mcp", "/.well-known/oauth-protected-resource/mcp", StringComparison.Ordinal);
        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        Assert.That(challenge, Does.Contain($"resource_metadata=\"{metadataUrl}\"").And.Contain("scope=\"mcp:tools\""));
        var metadata = JsonNode.Parse(await http.GetStringAsync(metadataUrl))!;
        Assert.That(((string?)metadata["resource"], (string?)metadata["authorization_servers"]![0]), Is.EqualTo((_server.Resource, $"{_host.Url}/tenant")));
    }

    [Test]
    public async Task A_client_registers_itself_authorizes_and_calls_a_tool()
    {
        Assert.That(await WhoAmIAsync(new ClientOAuthOptions
        {
            RedirectUri = new Uri(Redirect),
            AuthorizationCallbackHandler = VisitAsync,
            DynamicClientRegistration = new DynamicClientRegistrationOptions { ClientName = "SDK" },
        }), Does.Match("^usr_alice through dyn_"));
        var asked = HttpUtility.ParseQueryString(_asked.Single().Query);
        Assert.That((asked["resource"], asked["code_challenge_method"], asked["scope"]), Is.EqualTo((_server.Resource, "S256", asked["scope"])));
        Assert.That(asked["scope"]!.Split(' '), Does.Contain("mcp:tools"));
        Assert.That(() => _host.Events.Select(said => (string?)said["name"]), Does.Contain("client_registered").And.Contain("token_issued").After(120_000, 100));
    }

    [Test(Description = "RFC 8414 §2: the SDK takes the first method of token_endpoint_auth_methods_supported")]
    public async Task A_client_with_a_secret_sends_it_and_calls_a_tool()
    {
        Assert.That(await WhoAmIAsync(new ClientOAuthOptions
        {
            RedirectUri = new Uri(Redirect),
            AuthorizationCallbackHandler = VisitAsync,
            ClientId = "mcp",
            ClientSecret = LabJson.Secret,
        }), Is.EqualTo("usr_alice through mcp"));
    }

    [Test]
    public async Task The_TypeScript_SDK_registers_and_calls_a_tool()
    {
        var result = await RunTypeScriptAsync(new JsonObject());
        Assert.That((string?)result["said"], Is.EqualTo($"usr_alice through {result["registration"]!["client_id"]}"));
        var asked = result["asked"]!;
        Assert.That(((string?)asked["resource"], (string?)asked["code_challenge_method"], (string?)asked["scope"]), Is.EqualTo((_server.Resource, "S256", "mcp:tools")));
    }

    [Test]
    public async Task The_TypeScript_SDK_with_a_metadata_document_calls_a_tool_and_refreshes()
    {
        var clientId = $"https://localhost:{_site.Port}/typescript.json";
        _site.Documents["/typescript.json"] = Document(clientId);
        var result = await RunTypeScriptAsync(new JsonObject { ["client_metadata_url"] = clientId, ["stays"] = true });
        var said = $"usr_alice through {clientId}";
        Assert.That(((string?)result["said"], (string?)result["said_again"], (bool)result["refreshed"]!), Is.EqualTo((said, said, true)), result.ToJsonString());
    }

    [Test]
    public async Task A_client_with_a_metadata_document_needs_no_registration()
    {
        var clientId = $"https://localhost:{_site.Port}/client.json";
        _site.Documents["/client.json"] = Document(clientId);
        Assert.That(await WhoAmIAsync(new ClientOAuthOptions
        {
            RedirectUri = new Uri(Redirect), // on a port that the document does not name
            AuthorizationCallbackHandler = VisitAsync,
            ClientMetadataDocumentUri = new Uri(clientId),
        }), Is.EqualTo($"usr_alice through {clientId}"));
        Assert.That(HttpUtility.ParseQueryString(_asked.Single().Query)["client_id"], Is.EqualTo(clientId));
    }

    private Task<JsonObject> RunTypeScriptAsync(JsonObject more)
    {
        more["resource"] = _server.Resource;
        more["redirect_uri"] = Redirect;
        more["login"] = "alice";
        return NodeClient.RunAsync("mcp-client.mjs", more);
    }

    private static string Document(string clientId) => $$"""
        {"client_id":"{{clientId}}","client_name":"SDK","redirect_uris":["http://localhost/callback"],"token_endpoint_auth_method":"none",
         "grant_types":["authorization_code","refresh_token"],"response_types":["code"]}
        """;

    private async Task<string> WhoAmIAsync(ClientOAuthOptions oauth)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(_server.Resource), TransportMode = HttpTransportMode.StreamableHttp, OAuth = oauth },
            LabHost.CreateClient(),
            loggerFactory: null,
            ownsHttpClient: true);
        try
        {
            await using var client = await McpClient.CreateAsync(transport);
            var result = await client.CallToolAsync("whoami");
            return ((TextContentBlock)result.Content.Single()).Text;
        }
        catch (Exception fault)
        {
            throw new AssertionException($"{fault}\n--- host\n{_host.Output}\n--- server\n{_server.Output}");
        }
    }

    // The person's browser, signed in as alice.
    private async Task<AuthorizationResult?> VisitAsync(AuthorizationCallbackContext context, CancellationToken cancellationToken)
    {
        _asked.Add(context.AuthorizationUri);
        using var http = LabHost.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, context.AuthorizationUri);
        request.Headers.Add("Cookie", "login=alice");
        using var response = await http.SendAsync(request, cancellationToken);
        Assert.That(response.Headers.Location, Is.Not.Null, await response.Content.ReadAsStringAsync(cancellationToken));
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        return new AuthorizationResult { Code = query["code"]!, State = query["state"]!, Iss = query["iss"] };
    }
}
