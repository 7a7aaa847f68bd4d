using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace HostNamespace.Tests;

/// <summary>The client: the authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636).</summary>
internal sealed class Application(HttpClient http, JsonNode metadata)
{
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Where it sends the browser.</summary>
    public Task<string> BeginAsync() => Task.FromResult(QueryHelpers.AddQueryString($"{metadata["authorization_endpoint"]}", new Dictionary<string, string?>
    {
        ["response_type"] = "code",
        ["client_id"] = Given.ClientId,
        ["redirect_uri"] = Given.RedirectUri,
        ["scope"] = Given.Scope,
        ["state"] = "af0ifjsldkj",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
        ["code_challenge_method"] = "S256",
    }));

    /// <summary>What it gets for the URL that the browser comes back with.</summary>
    public async Task<JsonNode> RedeemAsync(string url)
    {
        var answer = QueryHelpers.ParseQuery(new Uri(url).Query);
        Assert.That(($"{answer["state"]}", $"{answer["iss"]}"), Is.EqualTo(("af0ifjsldkj", TestHost.Address)), url);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{metadata["token_endpoint"]}")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = $"{answer["code"]}",
                ["redirect_uri"] = Given.RedirectUri,
                ["client_id"] = Given.ClientId,
                ["code_verifier"] = _verifier,
            }),
        };
        if (Given.ClientSecret is { } secret)
        {
            var pair = Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(Given.ClientId)}:{Uri.EscapeDataString(secret)}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        }

        return await SendAsync(request);
    }

    /// <summary>What it learns about the person.</summary>
    public async Task<JsonNode> AskAsync(JsonNode tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{metadata["userinfo_endpoint"]}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"{tokens["access_token"]}");
        return await SendAsync(request);
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
