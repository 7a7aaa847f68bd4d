using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Attesto.Tests.Shared.Lab;

/// <summary>A person's browser and a client's back channel over plain HTTP: what the tests do by hand where no library should help.</summary>
internal sealed class Browser(LabHost host, HttpClient http)
{
    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string TokenEndpoint => $"{host.Url}/oauth/token";

    /// <summary>An authorization request with PKCE; null members of <paramref name="changes"/> are left out.</summary>
    public Dictionary<string, string?> Request(string clientId, params (string Name, string? Value)[] changes)
    {
        var request = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = clientId,
            ["redirect_uri"] = LabJson.RedirectUri,
            ["response_type"] = "code",
            ["scope"] = LabJson.Scope,
            ["state"] = "s-1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            request[name] = value;
        }

        return request;
    }

    public static string Query(IEnumerable<KeyValuePair<string, string?>> request) =>
        string.Join('&', request.Where(pair => pair.Value is not null).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value!)}"));

    /// <summary>GET authorize with the session of <paramref name="login"/>.</summary>
    public async Task<HttpResponseMessage> AuthorizeAsync(IEnumerable<KeyValuePair<string, string?>> request, string? login = "alice", string? origin = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"{origin ?? host.Url}/oauth/authorize?{Query(request)}");
        message.Headers.Add("Accept", "application/json");
        if (login is not null)
        {
            message.Headers.Add("Cookie", $"login={login}");
        }

        return await http.SendAsync(message);
    }

    /// <summary>The parameters that the client gets back in a query.</summary>
    public async Task<Dictionary<string, string?>> CallbackAsync(IEnumerable<KeyValuePair<string, string?>> request, string? login = "alice")
    {
        using var response = await AuthorizeAsync(request, login);
        Assert.That(response.Headers.Location, Is.Not.Null, await response.Content.ReadAsStringAsync());
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        return query.AllKeys.ToDictionary(name => name!, name => query[name], StringComparer.Ordinal);
    }

    /// <summary>POST a form; headers beside it.</summary>
    public async Task<Answer> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> form, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(message, headers);
    }

    public async Task<Answer> GetAsync(string url, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(message, headers);
    }

    /// <summary>The form of a code's redemption.</summary>
    public Dictionary<string, string> Redemption(string code, string clientId) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = LabJson.RedirectUri,
        ["code_verifier"] = Verifier,
        ["client_id"] = clientId,
    };

    private async Task<Answer> SendAsync(HttpRequestMessage message, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        var json = response.Content.Headers.ContentType?.MediaType is "application/json" && text.Length > 0 ? JsonNode.Parse(text) as JsonObject : null;
        var nonce = response.Headers.TryGetValues("DPoP-Nonce", out var nonces) ? nonces.Single() : null;
        return new Answer((int)response.StatusCode, text, json ?? [], nonce, response.Headers.WwwAuthenticate.ToString());
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, JsonObject Json, string? DpopNonce, string Challenge)
{
    public string? this[string member] => Json[member] switch { JsonValue value => value.ToString(), var other => other?.ToJsonString() };
}
