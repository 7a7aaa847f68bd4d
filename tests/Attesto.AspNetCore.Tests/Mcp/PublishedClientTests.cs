using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Attesto.AspNetCore.Tests.Mcp;

/// <summary>Every client that people use today gets from a 401 to a tool call, by what it registers or publishes.</summary>
public sealed class PublishedClientTests
{
    private static IEnumerable<TestCaseData> Registrations =>
        PublishedClients.Registrations.Select(client => new TestCaseData(client.Redirect, client.Body) { TestName = $"{client.Name} registers and calls a tool" });

    private static IEnumerable<TestCaseData> Documents =>
        PublishedClients.Documents
            .Select(client => new TestCaseData(client.Redirect, client.Id, client.Document) { TestName = $"{client.Name} is known by its document and calls a tool" });

    [TestCaseSource(nameof(Registrations))]
    public async Task A_client_registers_and_calls_a_tool(string redirect, string body)
    {
        await using var world = await McpWorld.StartAsync();
        Assert.That(await world.CallToolAsync(server => world.RegisterAsync(server, body), redirect), Does.StartWith("200").And.Contain("usr_alice"));
    }

    [TestCaseSource(nameof(Documents))]
    public async Task A_client_is_known_by_its_document_and_calls_a_tool(string redirect, string id, string document)
    {
        using var key = new HostedKey();
        await using var world = await McpWorld.StartAsync();
        world.Published[id] = document;
        world.Published["https://chatgpt.com/oauth/jwks.json"] = key.Jwks;
        var answer = await world.CallToolAsync(server => Task.FromResult(Identify(server, world, key, id, document)), redirect);
        Assert.That(answer, Does.StartWith("200").And.Contain("usr_alice"), string.Join('\n', world.Log.Written));
    }

    [TestCase("ClientAuthentication:SigningAlgorithms:0", "ES256", "Attesto:ClientAuthentication:SigningAlgorithms")]
    [TestCase("ClientAuthentication:Methods:0", "client_secret_basic", "Attesto:ClientAuthentication:Methods")]
    public async Task What_cannot_work_is_refused_before_anybody_signs_in_and_the_log_names_the_option(string option, string value, string named)
    {
        var (_, redirect, id, document) = PublishedClients.Documents.Single(client => client.Name == "ChatGPT");
        await using var world = await McpWorld.StartAsync((option, value));
        world.Published[id] = document;
        using var answer = await world.Host.CreateClient().GetAsync(
            QueryHelpers.AddQueryString("/oauth/authorize", new Dictionary<string, string?> { ["response_type"] = "code", ["client_id"] = id, ["redirect_uri"] = redirect }));
        Assert.That(((int)answer.StatusCode, answer.Headers.Location), Is.EqualTo((400, (Uri?)null)));
        Assert.That(world.Log.Written, Has.Some.Contains(id).And.Contain(named));
    }

    [Test(Description = "OpenID Connect RP Metadata Choices §2")]
    public async Task A_client_that_offers_several_methods_uses_one_that_is_accepted()
    {
        var (_, redirect, id, document) = PublishedClients.Documents.Single(client => client.Name == "ChatGPT");
        await using var world = await McpWorld.StartAsync(("ClientAuthentication:Methods:0", "none"));
        world.Published[id] = document;
        Assert.That(await world.CallToolAsync(_ => Task.FromResult(new McpClientIdentity(id, [])), redirect), Does.StartWith("200"));
    }

    [Test]
    public void The_page_on_MCP_names_every_client()
    {
        var page = File.ReadAllText(McpWorld.Guide);
        var names = PublishedClients.Registrations.Select(client => client.Name.Split(',')[0]).Concat(PublishedClients.Documents.Select(client => $"`{client.Id}`"));
        Assert.That(names.Where(name => !page.Contains(name, StringComparison.Ordinal)), Is.Empty);
    }

    // As ChatGPT does it: an assertion where the server lists private_key_jwt, and by itself alone elsewhere.
    private static McpClientIdentity Identify(JsonObject server, McpWorld world, HostedKey key, string id, string document) =>
        new(id, document.Contains("\"token_endpoint_auth_method\":\"private_key_jwt\"", StringComparison.Ordinal)
            && server["token_endpoint_auth_methods_supported"]!.AsArray().Any(method => (string?)method == "private_key_jwt")
            ? key.Assert(id, (string)server["issuer"]!, world.Host.Clock.Now)
            : []);
}
