using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Attesto.Clients.Tests;

/// <summary>Gets an access token for one API out of the session's refresh token, and keeps the successor in the cookie.</summary>
internal sealed class BffTokens(IHttpClientFactory clients, IConfiguration configuration)
{
    public async Task<string> GetAsync(HttpContext http, string resource)
    {
        var session = await http.AuthenticateAsync();
        using var response = await clients.CreateClient("tokens").PostAsync("https://auth.example/oauth/token", new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"), new("refresh_token", session.Properties!.GetTokenValue("refresh_token")),
            new("resource", resource), new("client_id", "web"), new("client_secret", configuration["Oidc:ClientSecret"]),
        ]));
        response.EnsureSuccessStatusCode();
        var tokens = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        session.Properties!.UpdateTokenValue("refresh_token", (string)tokens["refresh_token"]!);
        await http.SignInAsync(session.Principal!, session.Properties);
        return (string)tokens["access_token"]!;
    }
}
