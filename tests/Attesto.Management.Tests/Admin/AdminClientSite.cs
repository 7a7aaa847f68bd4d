using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Attesto.Management.Tests;

/// <summary>An application with a server of its own: people come back to it with a code, and it is told when a session ends.</summary>
internal sealed class AdminClientSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private AdminClientSite(WebApplication app) => _app = app;

    public ConcurrentQueue<string> LogoutTokens { get; } = new();

    public string Callback => $"{Address}/callback";

    public string BackchannelLogout => $"{Address}/logout";

    private string Address => _app.Urls.Single();

    public static async Task<AdminClientSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = new AdminClientSite(builder.Build());
        site._app.MapGet("/callback", () => Results.Text("<!DOCTYPE html><title>client</title><p id=\"client\">client</p>", "text/html"));
        site._app.MapPost("/logout", async (HttpRequest request) => site.LogoutTokens.Enqueue($"{(await request.ReadFormAsync())["logout_token"]}"));
        await site._app.StartAsync();
        return site;
    }

    public string AuthorizeUrl(string server, string clientId) => QueryHelpers.AddQueryString($"{server}/oauth_path_prefix/authorize", new Dictionary<string, string?>
    {
        ["client_id"] = clientId,
        ["response_type"] = "code",
        ["redirect_uri"] = Callback,
        ["scope"] = "openid offline_access",
        ["state"] = "s",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
        ["code_challenge_method"] = "S256",
    });

    public Task<JsonNode> RedeemAsync(string server, string clientId, string secret, string url) => AskAsync(server, clientId, secret, new()
    {
        ["grant_type"] = "authorization_code",
        ["code"] = $"{QueryHelpers.ParseQuery(new Uri(url).Query)["code"]}",
        ["redirect_uri"] = Callback,
        ["code_verifier"] = _verifier,
    });

    public Task<JsonNode> RefreshAsync(string server, string clientId, string secret, JsonNode tokens) => AskAsync(server, clientId, secret, new()
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = $"{tokens["refresh_token"]}",
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<JsonNode> AskAsync(string server, string clientId, string secret, Dictionary<string, string> request)
    {
        (request["client_id"], request["client_secret"]) = (clientId, secret);
        using var form = new FormUrlEncodedContent(request);
        using var answer = await _http.PostAsync(new Uri($"{server}/oauth_path_prefix/token"), form);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
