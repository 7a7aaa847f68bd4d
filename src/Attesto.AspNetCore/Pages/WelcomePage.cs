using System.Text;
using System.Text.Json.Nodes;
using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The first page that whoever develops a host sees. It has the look of the host's pages, where the host has them.</summary>
internal static class WelcomePage
{
    private const string Style = "/attesto/pages.css"; // emitted into the host

    public static async Task ShowAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var options = services.GetRequiredService<IOptions<AttestoOptions>>().Value;
        var welcome = services.GetRequiredService<IOptions<AttestoWelcomeOptions>>().Value;
        var discovery = await services.GetRequiredService<DiscoveryService>().GetOpenIdConfigurationAsync(http.RequestAborted);
        var metadata = JsonNode.Parse(discovery.Bytes.Span)!.AsObject();
        var client = await DemoWalk.FindClientAsync(http);
        await Of(http, "Your authorization server", $"""
            <div id="welcome"><h1>Your authorization server</h1>
            <p>It runs, in Development. Elsewhere this page is not there.</p>
            {Row("Issuer", Code(options.Issuer))}
            {Row("Database", Code(services.GetService<IDatabaseName>()?.Describe() ?? "the memory of this process"))}
            {Row("Profile", Code(options.Profile.ToString()))}
            {Row("Grants", string.Join("<br>", metadata["grant_types_supported"]!.AsArray().Select(grant => Code($"{grant}"))))}
            <h2>Endpoints</h2>
            {Row("Discovery", Link(services.GetRequiredService<EndpointUrls>().UrlOf(OAuthEndpoint.OpenIdConfiguration)))}
            {string.Concat(metadata.Where(member => IsEndpoint(member.Key)).Select(member => Row(member.Key, Code($"{member.Value}"))))}
            <h2>Who can sign in</h2>
            {People(welcome)}
            <h2>Try it</h2>
            {Try(http, client)}
            </div>
            """).ExecuteAsync(http);
    }

    /// <summary>A page in the look of the host's.</summary>
    public static BytesResult Of(HttpContext http, string title, string body, int status = StatusCodes.Status200OK) =>
        new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>{title}</title><link rel="stylesheet" href="{PlainPage.Encode(http.Request.PathBase + Style)}"></head>
            <body>
            <main>
            {body}
            </main>
            </body>
            </html>

            """), PageHeaders.Write);

    public static string Code(string? text) => $"<code>{PlainPage.Encode(text ?? "")}</code>";

    private static string Row(string name, string value) => $"<p><small>{PlainPage.Encode(name)}</small><br>{value}</p>\n";

    private static string Link(string url) => $"""<a href="{PlainPage.Encode(url)}">{PlainPage.Encode(url)}</a>""";

    private static bool IsEndpoint(string member) => member.EndsWith("_endpoint", StringComparison.Ordinal) || member is "jwks_uri";

    private static string People(AttestoWelcomeOptions welcome) => welcome.People.Count > 0
        ? $"<ul>{string.Concat(welcome.People.Select(person => $"<li>{PlainPage.Encode(person)}</li>"))}</ul>"
        : "<p>The people whom the host's own policies know.</p>";

    private static string Try(HttpContext http, Client? client) => (client, DemoWalk.RedirectUri(http)) switch
    {
        (null, _) => "<p>There is no client to try it with.</p>",
        (_, null) => "<p>The demo client comes back over http on loopback, where this host does not listen.</p>",
        _ => $"""
            <p>Be the client {Code(client.Id)}: the authorization code flow with PKCE against this server, and what the tokens say.</p>
            <form action="{PlainPage.Encode(http.Request.PathBase + DemoWalk.StartPath)}"><p class="actions"><button id="try">Try it</button></p></form>
            """,
    };
}
