using System.Net;
using System.Text.Json.Nodes;

namespace Attesto.AspNetCore.Tests.Profiles;

/// <summary>FAPI 2.0 Security Profile over HTTP, at a host that sets nothing but the profile.</summary>
public sealed class Fapi2SecurityTests
{
    private static readonly Client[] Misfits =
    [
        FapiClient.Registered with { Id = "public", IsPublic = true, TokenEndpointAuthMethod = null, Jwks = null },
        FapiClient.Registered with { Id = "secret", TokenEndpointAuthMethod = null, Secrets = [ClientSecret.Of(TestHost.Secret)] },
        FapiClient.Registered with { Id = "http", RedirectUris = [FapiClient.Callback, "http://fapi.example/cb"] },
    ];

    private FapiClient _client = null!;

    [OneTimeSetUp]
    public async Task Start() => _client = await FapiClient.StartAsync("Fapi2Security", Misfits);

    [OneTimeTearDown]
    public async Task Stop() => await _client.DisposeAsync();

    [Test]
    public async Task The_metadata_says_what_is_demanded([Values("oauth-authorization-server", "openid-configuration")] string document)
    {
        var metadata = JsonNode.Parse(await _client.Host.CreateClient().GetStringAsync($"/.well-known/{document}"))!;
        string[] algorithms = ["PS256", "ES256"];
        Assert.That((bool?)metadata["require_pushed_authorization_requests"], Is.True);
        Assert.That((bool?)metadata["authorization_response_iss_parameter_supported"], Is.True);
        Assert.That(ListOf(metadata, "token_endpoint_auth_methods_supported"), Is.EqualTo(new[] { "private_key_jwt" }));
        Assert.That(ListOf(metadata, "code_challenge_methods_supported"), Is.EqualTo(new[] { "S256" }));
        Assert.That(ListOf(metadata, "token_endpoint_auth_signing_alg_values_supported"), Is.EqualTo(algorithms));
        Assert.That(ListOf(metadata, "request_object_signing_alg_values_supported"), Is.EqualTo(algorithms));
        Assert.That(ListOf(metadata, "dpop_signing_alg_values_supported"), Is.EqualTo(algorithms));
        Assert.That(ListOf(metadata, "authorization_signing_alg_values_supported"), Is.EqualTo(new[] { "ES256" }));
        Assert.That(metadata["id_token_signing_alg_values_supported"]?.ToJsonString(), Is.EqualTo(document is "openid-configuration" ? """["ES256"]""" : null));
    }

    [Test(Description = "FAPI 2.0 §5.4.1")]
    public async Task An_RS256_key_is_not_published() =>
        Assert.That(await _client.Host.CreateClient().GetStringAsync("/.well-known/jwks.json"), Does.Contain("ES256").And.Not.Contain("RS256"));

    [Test]
    public async Task The_whole_flow_passes_and_refresh_tokens_are_kept()
    {
        var pushed = await _client.PushAsync();
        var answer = await _client.AuthorizeAsync([new("client_id", "fapi"), new("request_uri", pushed["request_uri"]!)]);
        Assert.That((answer["iss"], answer["state"], pushed.Body["expires_in"]!.GetValue<int>()), Is.EqualTo((TestHost.Issuer, "s-1", 90)));

        var tokens = await _client.TokenAsync(FapiClient.Redemption(answer["code"]!));
        Assert.That((tokens.Status, tokens["token_type"]), Is.EqualTo((HttpStatusCode.OK, "DPoP")), $"{tokens.Body}");
        Assert.That((string?)FapiClient.Read(tokens["access_token"]!, 1)["cnf"]!["jkt"], Is.EqualTo(_client.Dpop.Thumbprint));
        Assert.That((string?)FapiClient.Read(tokens["id_token"]!, 0)["alg"], Is.EqualTo("ES256"));

        for (var i = 0; i < 2; i++)
        {
            var refreshed = await _client.TokenAsync(new(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens["refresh_token"]! });
            Assert.That((refreshed.Status, refreshed["refresh_token"]), Is.EqualTo((HttpStatusCode.OK, tokens["refresh_token"])), $"{refreshed.Body}");
        }
    }

    [TestCase("PS256", "created")]
    [TestCase("RS256", "invalid_client")]
    public async Task Assertions_are_signed_with_what_the_profile_allows(string alg, string expected)
    {
        var pushed = await _client.PostAsync("/oauth/par", _client.Authenticated(FapiClient.Request(), _client.Assertion(alg)));
        Assert.That(pushed["error"] ?? "created", Is.EqualTo(expected));
    }

    [TestCase("""["https://auth.example"]""", 0)]
    [TestCase("\"https://auth.example/oauth/token\"", 0)]
    [TestCase("\"https://auth.example/oauth/par\"", 0)]
    [TestCase("\"https://auth.example\"", 61)]
    public async Task An_assertion_for_another_audience_or_from_the_future_is_refused(string audience, int issued)
    {
        var pushed = await _client.PostAsync("/oauth/par", _client.Authenticated(FapiClient.Request(), _client.Assertion(audience: JsonNode.Parse(audience), issued: issued)));
        Assert.That((pushed.Status, pushed["error"]), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_client")));
    }

    [TestCase("code_challenge", null, "invalid_request")]
    [TestCase("code_challenge_method", "plain", "invalid_request")]
    [TestCase("redirect_uri", null, "invalid_request")]
    [TestCase("redirect_uri", "https://elsewhere.example/cb", "invalid_request")]
    [TestCase("response_type", "token", "unsupported_response_type")]
    [TestCase("response_type", "code id_token", "unsupported_response_type")]
    public async Task A_push_that_is_not_secure_is_refused(string name, string? value, string error)
    {
        var pushed = await _client.PushAsync((name, value));
        Assert.That((pushed.Status, pushed["error"]), Is.EqualTo((HttpStatusCode.BadRequest, error)));
    }

    [TestCase("PS256", null)]
    [TestCase("RS256", "invalid_request_object")]
    public async Task Request_objects_are_signed_with_what_the_profile_allows(string alg, string? error)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["client_id"] = "fapi", ["request"] = _client.Signed(FapiClient.Request(), alg) };
        Assert.That((await _client.PostAsync("/oauth/par", _client.Authenticated(form)))["error"], Is.EqualTo(error));
    }

    [Test(Description = "FAPI 2.0 §5.3.2.2")]
    public async Task A_request_that_was_not_pushed_is_refused()
    {
        var answer = await _client.AuthorizeAsync(FapiClient.Request(("client_id", "fapi")));
        Assert.That((answer["error"], answer.ContainsKey("code")), Is.EqualTo(("invalid_request", false)));
    }

    [TestCase("public")]
    [TestCase("secret")]
    public async Task A_client_without_a_key_is_not_served(string clientId)
    {
        var form = FapiClient.Request(("client_id", clientId), ("client_secret", clientId is "secret" ? TestHost.Secret : null), ("grant_type", "client_credentials"));
        Assert.That((await _client.PostAsync("/oauth/par", form))["error"], Is.EqualTo("invalid_client"));
        Assert.That((await _client.PostAsync("/oauth/token", form))["error"], Is.EqualTo("invalid_client"));
    }

    [TestCase("public")]
    [TestCase("http")]
    [TestCase("nobody")]
    public async Task A_client_that_contradicts_the_profile_is_as_good_as_unknown(string clientId)
    {
        using var response = await _client.Host.CreateClient().GetAsync($"/oauth/authorize?client_id={clientId}&response_type=code&redirect_uri={FapiClient.Callback}");
        Assert.That((response.StatusCode, response.Headers.Location), Is.EqualTo((HttpStatusCode.BadRequest, (Uri?)null)));
    }

    [Test(Description = "FAPI 2.0 §5.3.2.1")]
    public async Task No_token_is_issued_without_a_proof()
    {
        var code = await _client.CodeAsync();
        var refused = await _client.TokenAsync(FapiClient.Redemption(code), proof: "");
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")));
        Assert.That((await _client.TokenAsync(FapiClient.Redemption(code))).Status, Is.EqualTo(HttpStatusCode.OK), "the refusal spent nothing");
        Assert.That((await _client.TokenAsync(new(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" }, proof: ""))["error"], Is.EqualTo("invalid_request"));
    }

    [TestCase("PS256", null)]
    [TestCase("RS256", "invalid_dpop_proof")]
    public async Task Proofs_are_signed_with_what_the_profile_allows(string alg, string? error) =>
        Assert.That((await _client.TokenAsync(FapiClient.Redemption(await _client.CodeAsync()), _client.RsaProof(alg)))["error"], Is.EqualTo(error));

    [Test(Description = "FAPI 2.0 §5.3.2.1")]
    public async Task A_code_lives_for_60_seconds()
    {
        var code = await _client.CodeAsync();
        _client.Host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That((await _client.TokenAsync(FapiClient.Redemption(code)))["error"], Is.EqualTo("invalid_grant"));
    }

    [Test(Description = "FAPI 2.0 §5.3.2.2")]
    public async Task A_code_is_good_once()
    {
        var code = await _client.CodeAsync();
        await _client.TokenAsync(FapiClient.Redemption(code));
        Assert.That((await _client.TokenAsync(FapiClient.Redemption(code)))["error"], Is.EqualTo("invalid_grant"));
    }

    private static string?[] ListOf(JsonNode metadata, string member) => [.. metadata[member]!.AsArray().Select(value => (string?)value)];
}
