using System.Text.RegularExpressions;
using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>The Model Context Protocol's own conformance suite for authorization servers.</summary>
[RunsClient("@modelcontextprotocol/conformance", "test suite", "its suite for authorization servers")]
public sealed partial class McpConformanceTests
{
    private const string Resource = "https://mcp.example/mcp";

    [Test]
    public async Task The_suite_passes_for_a_public_client()
    {
        var port = LabHost.FreePort();
        var lab = LabJson.Lab(new JsonObject
        {
            ["client_id"] = "mcp",
            ["public"] = true,
            ["consent"] = "auto",
            ["redirect_uris"] = new JsonArray($"http://127.0.0.1:{port}/callback"),
            ["allowed_resources"] = new JsonArray(Resource),
        }).With(options => options["ClientIdMetadata"] = new JsonObject { ["Enabled"] = true });
        lab["login"] = "auto";
        await using var host = await LabHost.StartAsync(lab);

        var (exitCode, output) = await NodeClient.RunPackageAsync(
            "@modelcontextprotocol/conformance/dist/index.js",
            ["authorization", "--url", host.Url, "--client-id", "mcp", "--resource", Resource, "--port", $"{port}"],
            Visit);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Match(@"Total: [1-9]\d* passed, 0 failed"));
    }

    // The suite prints the URL that a person would open in a browser.
    private static void Visit(string line)
    {
        if (Url().Match(line) is { Success: true } match)
        {
            _ = VisitAsync(match.Value);
        }
    }

    private static async Task VisitAsync(string url)
    {
        using var http = LabHost.CreateClient();
        using var response = await http.GetAsync(url);
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            try
            {
                using var callback = await http.GetAsync(response.Headers.Location);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100); // the suite prints the URL before it listens for the answer
            }
        }
    }

    [GeneratedRegex(@"https://localhost:\d+/oauth/authorize\?\S+")]
    private static partial Regex Url();
}
