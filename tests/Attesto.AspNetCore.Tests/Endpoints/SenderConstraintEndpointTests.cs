using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attesto.DpopClient;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.AspNetCore.Tests;

/// <summary>Proofs and assertions at the server's own endpoints, over HTTP.</summary>
public sealed class SenderConstraintEndpointTests
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly Uri TokenUrl = new($"{TestHost.Issuer}/oauth/token");

    private TestHost _host = null!;

    [SetUp]
    public async Task Start() => _host = await StartAsync(requireNonce: false);

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_proof_binds_the_token()
    {
        using var key = new DpopKey(_host.Clock);
        var (status, body, _) = await PostAsync(Form(), key.Prove(HttpMethod.Post, TokenUrl, null, null));
        Assert.That((status, (string?)body["token_type"]), Is.EqualTo((HttpStatusCode.OK, "DPoP")));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(((string)body["access_token"]!).Split('.')[1]))!;
        Assert.That((string?)claims["cnf"]!["jkt"], Is.EqualTo(key.Thumbprint));
    }

    [Test(Description = "RFC 9449 §4.3, §11.1: the caller writes the Host, so it decides nothing")]
    public async Task A_proof_for_another_server_is_refused_whatever_the_host_header_says()
    {
        using var key = new DpopKey(_host.Clock);
        var evil = new Uri("https://evil.example/oauth/token");
        using var client = _host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, evil.AbsolutePath) { Content = Form() };
        request.Headers.Host = evil.Host;
        request.Headers.Add("DPoP", key.Prove(HttpMethod.Post, evil, null, null));
        using var response = await client.SendAsync(request);
        Assert.That((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"], Is.EqualTo("invalid_dpop_proof"));
    }

    [Test]
    public async Task A_proof_is_good_once()
    {
        using var key = new DpopKey(_host.Clock);
        var proof = key.Prove(HttpMethod.Post, TokenUrl, null, null);
        Assert.That((await PostAsync(Form(), proof)).Status, Is.EqualTo(HttpStatusCode.OK));
        var (status, body, _) = await PostAsync(Form(), proof);
        Assert.That((status, (string?)body["error"]), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_dpop_proof")));
        Assert.That((string?)body["error_description"], Does.Contain("replay"));
    }

    [Test(Description = "decisions 21: a refused request burns no proof")]
    public async Task A_proof_of_a_refused_request_is_not_spent()
    {
        using var key = new DpopKey(_host.Clock);
        var proof = key.Prove(HttpMethod.Post, TokenUrl, null, null);
        Assert.That((await PostAsync(Form(("scope", "unknown")), proof)).Body["error"]!.GetValue<string>(), Is.EqualTo("invalid_scope"));
        Assert.That((await PostAsync(Form(), proof)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Several_proofs_are_refused_before_the_client_is_looked_at()
    {
        using var key = new DpopKey(_host.Clock);
        var (first, second) = (key.Prove(HttpMethod.Post, TokenUrl, null, null), key.Prove(HttpMethod.Post, TokenUrl, null, null));
        Assert.That((await PostAsync(Form(("client_secret", "wrong")), first, second)).Body["error"]!.GetValue<string>(), Is.EqualTo("invalid_dpop_proof"));
        Assert.That((await PostAsync(Form(), $"{first}, {second}")).Body["error"]!.GetValue<string>(), Is.EqualTo("invalid_dpop_proof"));
    }

    [Test(Description = "RFC 9449 §8")]
    public async Task A_demanded_nonce_comes_with_the_refusal_and_the_sample_client_uses_it()
    {
        await using var host = await StartAsync(requireNonce: true);
        using var key = new DpopKey(host.Clock);
        var (status, body, response) = await PostAsync(Form(), [key.Prove(HttpMethod.Post, TokenUrl, null, null)], host);
        Assert.That((status, (string?)body["error"], response.Headers.Contains("DPoP-Nonce")), Is.EqualTo((HttpStatusCode.BadRequest, "use_dpop_nonce", true)));
        Assert.That((response.Headers.CacheControl?.NoStore, $"{response.Headers.Pragma}"), Is.EqualTo((true, "no-cache")));

        using var client = new HttpClient(new DpopProofHandler(key, host.Server.CreateHandler()));
        using var again = await client.PostAsync(TokenUrl, Form());
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_assertion_authenticates_once_at_every_endpoint([Values("token", "introspect", "revoke", "par")] string endpoint)
    {
        var assertion = Assertion();
        var first = await PostToAsync($"/oauth/{endpoint}", AssertionForm(assertion));
        Assert.That((string?)first.Body["error"], Is.Not.EqualTo("invalid_client"), $"{first.Body}");
        var second = await PostToAsync($"/oauth/{endpoint}", AssertionForm(assertion));
        Assert.That((string?)second.Body["error"], Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task An_assertion_for_another_audience_is_refused([Values("https://auth.example/oauth/other", "https://auth.example/", "https://evil.example")] string audience)
    {
        var (status, body, _) = await PostAsync(AssertionForm(Assertion(audience)));
        Assert.That((status, (string?)body["error"]), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_client")));
    }

    [Test]
    public async Task The_metadata_says_what_is_checked()
    {
        using var client = _host.CreateClient();
        var metadata = JsonNode.Parse(await client.GetStringAsync("/.well-known/oauth-authorization-server"))!;
        Assert.That(metadata["token_endpoint_auth_methods_supported"]!.AsArray().Select(value => (string?)value), Does.Contain("private_key_jwt"));
        Assert.That(metadata["token_endpoint_auth_signing_alg_values_supported"]!.AsArray().Select(value => (string?)value), Is.EqualTo(new[] { "PS256", "ES256", "RS256" }));
        Assert.That(metadata["dpop_signing_alg_values_supported"]!.AsArray().Select(value => (string?)value),
            Is.EqualTo(new[] { "ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" }));
    }

    private static Task<TestHost> StartAsync(bool requireNonce) => TestHost.StartAsync(
        attesto => attesto.UseClients((id, _) => ValueTask.FromResult(id == "signer"
            ? TestHost.Everything(new Client { Id = "signer", Jwks = new() { Keys = { PublicKey() } }, RedirectUris = ["https://app.example/cb"] })
            : TestHost.Clients.GetValueOrDefault(id))),
        new() { ["Attesto:Dpop:RequireNonce"] = $"{requireNonce}" });

    private static JsonWebKey PublicKey()
    {
        var point = Key.ExportParameters(includePrivateParameters: false).Q;
        var json = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        return new(json);
    }

    private string Assertion(string audience = TestHost.Issuer)
    {
        var claims = $$"""{"iss":"signer","sub":"signer","aud":"{{audience}}","exp":{{_host.Clock.Now.AddMinutes(1).ToUnixTimeSeconds()}},"jti":"{{RandomNumberGenerator.GetHexString(16)}}"}""";
        var input = $"{Encode("""{"alg":"ES256"}""")}.{Encode(claims)}";
        return $"{input}.{Base64Url.EncodeToString(Key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "web",
            ["client_secret"] = TestHost.Secret,
        };
        foreach (var (name, value) in changes)
        {
            form[name] = value;
        }

        return new FormUrlEncodedContent(form);
    }

    private static FormUrlEncodedContent AssertionForm(string assertion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["grant_type"] = "client_credentials",
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = assertion,
        ["token"] = "x",
    });

    private Task<(HttpStatusCode Status, JsonNode Body, HttpResponseMessage Response)> PostAsync(HttpContent form, params string[] proofs) =>
        PostAsync(form, proofs, _host);

    private Task<(HttpStatusCode Status, JsonNode Body, HttpResponseMessage Response)> PostToAsync(string path, HttpContent form) =>
        PostAsync(form, [], _host, path);

    private static async Task<(HttpStatusCode Status, JsonNode Body, HttpResponseMessage Response)> PostAsync(
        HttpContent form, string[] proofs, TestHost host, string path = "/oauth/token")
    {
        using var client = host.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        foreach (var proof in proofs)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        var response = await client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response);
    }
}
