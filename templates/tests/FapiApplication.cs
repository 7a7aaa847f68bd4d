using System.Buffers.Text;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HostNamespace.Tests;

/// <summary>A client as FAPI 2.0 wants it, with a key of its own: pushed requests, signed assertions, tokens that are bound to its key.</summary>
internal sealed class Application(HttpClient http, JsonNode metadata)
{
    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private static readonly JsonWebKey PublicKey = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(Key.ECDsa.ExportParameters(false))));

    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>How the server knows it, in these tests only.</summary>
    public static Client Registration { get; } = new()
    {
        Id = Given.ClientId,
        Name = "Tests",
        TokenEndpointAuthMethod = "private_key_jwt",
        Jwks = KeySet(),
        RedirectUris = [Given.RedirectUri],
        AllowedScope = ScopeSet.Of(Given.Scope.Split(' ')),
        IdTokenSignedResponseAlg = "ES256",
    };

    /// <summary>Where it sends the browser.</summary>
    public async Task<string> BeginAsync()
    {
        var asked = new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = Given.ClientId,
            ["redirect_uri"] = Given.RedirectUri,
            ["scope"] = Given.Scope,
            ["state"] = "af0ifjsldkj",
            ["code_challenge"] = Hash(_verifier),
            ["code_challenge_method"] = "S256",
        };
#if (isSigning)
        asked["response_mode"] = "jwt";
        asked = new() { ["client_id"] = Given.ClientId, ["request"] = Sign("oauth-authz-req+jwt", [.. asked.Select(pair => (pair.Key, (object)pair.Value))]) };
#endif
        var pushed = await PostAsync("pushed_authorization_request_endpoint", asked);
        Assert.That(pushed["request_uri"], Is.Not.Null, pushed.ToJsonString());
        return QueryHelpers.AddQueryString($"{metadata["authorization_endpoint"]}", new Dictionary<string, string?>
        {
            ["client_id"] = Given.ClientId,
            ["request_uri"] = $"{pushed["request_uri"]}",
        });
    }

    /// <summary>What it gets for the URL that the browser comes back with.</summary>
    public Task<JsonNode> RedeemAsync(string url)
    {
        var answer = QueryHelpers.ParseQuery(new Uri(url).Query).ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
#if (isSigning)
        Assert.That(answer.Keys, Is.EqualTo(new[] { "response" }), url);
        answer = JsonNode.Parse(Base64Url.DecodeFromChars(answer["response"].Split('.')[1]))!.AsObject().ToDictionary(claim => claim.Key, claim => $"{claim.Value}");
#endif
        Assert.That((answer["state"], answer["iss"]), Is.EqualTo(("af0ifjsldkj", TestHost.Address)), url);
        return PostAsync("token_endpoint", new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = answer["code"],
            ["redirect_uri"] = Given.RedirectUri,
            ["client_id"] = Given.ClientId,
            ["code_verifier"] = _verifier,
        });
    }

    /// <summary>What it learns about the person.</summary>
    public async Task<JsonNode> AskAsync(JsonNode tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{metadata["userinfo_endpoint"]}");
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", $"{tokens["access_token"]}");
        return await SendAsync(request, ("ath", Hash($"{tokens["access_token"]}")));
    }

    private async Task<JsonNode> PostAsync(string endpoint, Dictionary<string, string> form)
    {
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = Sign("client-authentication+jwt", ("sub", Given.ClientId));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{metadata[endpoint]}") { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(request);
    }

    // Each request with a proof that it holds the key (RFC 9449 §4.2).
    private async Task<JsonNode> SendAsync(HttpRequestMessage request, params (string Name, object Value)[] more)
    {
        var proof = new Dictionary<string, object>(more.ToDictionary(claim => claim.Name, claim => claim.Value))
        {
            ["htm"] = request.Method.Method,
            ["htu"] = $"{request.RequestUri}",
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["jti"] = $"{Guid.NewGuid()}",
        };
        var jwk = new Dictionary<string, string> { ["kty"] = PublicKey.Kty, ["crv"] = PublicKey.Crv, ["x"] = PublicKey.X, ["y"] = PublicKey.Y };
        request.Headers.Add("DPoP", Sign(proof, new() { ["typ"] = "dpop+jwt", ["jwk"] = jwk }));
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Sign(string type, params (string Name, object Value)[] claims)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var payload = new Dictionary<string, object>(claims.ToDictionary(claim => claim.Name, claim => claim.Value))
        {
            ["iss"] = Given.ClientId,
            ["aud"] = TestHost.Address,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 60,
            ["jti"] = $"{Guid.NewGuid()}",
        };
        return Sign(payload, new() { ["typ"] = type });
    }

    private static string Sign(Dictionary<string, object> payload, Dictionary<string, object> header) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
        .CreateToken(JsonSerializer.Serialize(payload), new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256), header);

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static JsonWebKeySet KeySet()
    {
        var keys = new JsonWebKeySet();
        keys.Keys.Add(PublicKey);
        return keys;
    }
}
