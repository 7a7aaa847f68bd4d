using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary>A server as seen from outside.</summary>
internal sealed class ServerView(Uri issuer, HttpClient http)
{
    /// <summary>The issuer, without a slash at the end.</summary>
    public string Issuer { get; } = issuer.AbsoluteUri.TrimEnd('/');

    /// <summary>Where its OpenID document stands (OpenID Connect Discovery §4).</summary>
    public string OpenIdDocument => $"{Issuer}/.well-known/openid-configuration";

    /// <summary>Where its OAuth document stands (RFC 8414 §3.1).</summary>
    public string OAuthDocument => $"{issuer.GetLeftPart(UriPartial.Authority)}/.well-known/oauth-authorization-server{issuer.AbsolutePath.TrimEnd('/')}";

    /// <summary>Asks as a page of another origin does, or as a browser that opens a page.</summary>
    public async Task<HttpResponseMessage> GetAsync(string url, string? origin, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Accept", origin is null ? "text/html, application/json" : "application/json");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await http.SendAsync(request, cancellationToken);
    }

    /// <summary>Posts an empty form.</summary>
    public async Task<HttpResponseMessage> PostNothingAsync(string url, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([]);
        return await http.PostAsync(url, form, cancellationToken);
    }

    /// <summary>The object that a URL answers with, or null.</summary>
    public async Task<JsonObject?> ReadAsync(string url, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(url, origin: null, cancellationToken);
        return answer.IsSuccessStatusCode ? await ReadAsync(answer, cancellationToken) : null;
    }

    /// <summary>The object in an answer, or null.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
