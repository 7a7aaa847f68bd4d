using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Attesto.DpopClient;
using Microsoft.AspNetCore.Builder;

namespace Attesto.AspNetCore.Tests;

/// <summary>Issue, prove, call: the sample client against an API that knows only the issuer's URL.</summary>
public sealed class ApiTests
{
    private ApiHost _host = null!;

    [SetUp]
    public async Task Start() => _host = await ApiHost.StartAsync();

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_bearer_token_opens_what_its_scope_covers()
    {
        using var response = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{response.Headers}");
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(((string?)body["subject"], (string?)body["sub"], (string?)body["name"]), Is.EqualTo(("cli_web", "cli_web", "cli_web")));
    }

    [Test]
    public async Task A_bound_token_opens_it_for_the_holder_of_the_key_alone()
    {
        using var key = new DpopKey(_host.Server.Clock);
        var token = await _host.TokenAsync(key: key);
        Assert.That(await StatusAsync(key, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(key, token), Is.EqualTo(HttpStatusCode.OK), "a new proof for every request");

        using var thief = new DpopKey(_host.Server.Clock);
        Assert.That(await StatusAsync(thief, token), Is.EqualTo(HttpStatusCode.Unauthorized));
        using var plain = await _host.GetAsync("/reports", "Bearer", token);
        Assert.That((plain.StatusCode, plain.Headers.WwwAuthenticate.Single().Scheme), Is.EqualTo((HttpStatusCode.Unauthorized, "DPoP")));
    }

    [Test]
    public async Task A_proof_is_good_for_one_request_on_every_node()
    {
        await using var second = await ApiHost.StartAsync(replays: _host.Replays);
        using var key = new DpopKey(_host.Server.Clock);
        var token = await _host.TokenAsync(key: key);
        var proof = key.Prove(HttpMethod.Get, new Uri("https://api.example/reports"), token, nonce: null);
        using var first = await _host.GetAsync("/reports", "DPoP", token, ("DPoP", proof));
        using var replay = await _host.GetAsync("/reports", "DPoP", token, ("DPoP", proof));
        Assert.That((first.StatusCode, replay.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
        Assert.That($"{replay.Headers.WwwAuthenticate}", Does.Contain("invalid_dpop_proof").And.Contain("algs=\"ES256"));
    }

    [Test]
    public async Task Headers_that_were_smuggled_in_do_not_count()
    {
        using var key = new DpopKey(_host.Server.Clock);
        var token = await _host.TokenAsync(key: key);
        var url = new Uri("https://api.example/reports");
        using var two =
            await _host.GetAsync("/reports", "DPoP", token, ("DPoP", key.Prove(HttpMethod.Get, url, token, null)), ("DPoP", key.Prove(HttpMethod.Get, url, token, null)));
        Assert.That(two.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        using var forwarded = await _host.GetAsync(
            "/reports", "DPoP", token, ("DPoP", key.Prove(HttpMethod.Get, new Uri("https://other.example/reports"), token, null)), ("X-Forwarded-Host", "other.example"),
                ("Host", "api.example"));
        Assert.That(forwarded.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "the peer is no trusted proxy");
        using var bearers = await _host.GetAsync("/reports", null, null, ("Authorization", $"Bearer {await _host.TokenAsync()}"), ("Authorization", "Bearer x"));
        Assert.That(bearers.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        using var query = await _host.GetAsync($"/reports?access_token={await _host.TokenAsync()}");
        Assert.That(query.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        using var odd = await _host.GetAsync("/reports", "DPoP", token, ("DPoP", key.Prove(HttpMethod.Get, new Uri("https://api.example/Reports"), token, null)));
        Assert.That(odd.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Whoever_shows_no_token_is_told_what_is_needed()
    {
        using var response = await _host.GetAsync("/reports");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That($"{response.Headers.WwwAuthenticate}", Is.EqualTo("Bearer scope=\"read:reports\""), "RFC 6750 §3.1: no error for who brought nothing");
        Assert.That((response.Headers.CacheControl?.NoStore, $"{response.Headers.Pragma}"), Is.EqualTo((true, "no-cache")));
        Assert.That((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"], Is.EqualTo("invalid_token"));
    }

    [Test]
    public async Task A_missing_scope_is_a_403_that_names_it()
    {
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _host.TokenAsync());
        using var response = await client.PostAsync("/reports", null);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That($"{response.Headers.WwwAuthenticate}", Does.StartWith("Bearer error=\"insufficient_scope\"").And.Contain("scope=\"write:reports read:reports\""));
        Assert.That((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"], Is.EqualTo("insufficient_scope"));
    }

    [Test(Description = "RFC 9470 §3")]
    public async Task A_step_up_is_a_401_that_says_what_would_do()
    {
        using var response = await _host.GetAsync("/salaries", "Bearer", await _host.TokenAsync());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That($"{response.Headers.WwwAuthenticate}", Does.Contain("insufficient_user_authentication").And.Contain("acr_values=\"gold\"").And.Contain("max_age=\"300\""));
    }

    [Test(Description = "RFC 9449 §9")]
    public async Task A_client_that_is_asked_for_a_nonce_tries_once_more()
    {
        await using var host = await ApiHost.StartAsync(options => options.Dpop.RequireNonce = true);
        using var key = new DpopKey(host.Server.Clock);
        var token = await host.TokenAsync(key: key);
        using var bare = await host.GetAsync("/reports", "DPoP", token, ("DPoP", key.Prove(HttpMethod.Get, new Uri("https://api.example/reports"), token, null)));
        Assert.That((bare.StatusCode, bare.Headers.Contains("DPoP-Nonce")), Is.EqualTo((HttpStatusCode.Unauthorized, true)));
        Assert.That($"{bare.Headers.WwwAuthenticate}", Does.Contain("use_dpop_nonce"));
        Assert.That(await StatusAsync(key, token, host), Is.EqualTo(HttpStatusCode.OK), "the sample client retries");
    }

    [TestCase("{\"alg\":\"none\",\"typ\":\"at+jwt\"}")]
    [TestCase("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}")]
    [TestCase("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"crit\":[\"exp\"]}")]
    [TestCase("{\"alg\":\"ES256\",\"alg\":\"none\",\"typ\":\"at+jwt\"}")]
    [TestCase("{\"alg\":\"ES384\",\"typ\":\"at+jwt\"}")]
    [TestCase("{\"alg\":\"ES256\",\"typ\":\"JWT\"}")]
    public async Task A_header_that_was_tampered_with_opens_nothing(string header)
    {
        using var response = await _host.GetAsync("/reports", "Bearer", WithHeader(await _host.TokenAsync(), header));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_cookie_may_carry_the_token_where_the_host_says_so()
    {
        await using var host = await ApiHost.StartAsync(scheme: scheme => scheme.TokenExtractor = http => http.Request.Cookies["token"]);
        using var cookie = await host.GetAsync("/reports", null, null, ("Cookie", $"token={await host.TokenAsync()}"));
        Assert.That(cookie.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var both = await host.GetAsync("/reports", "Bearer", "x", ("Cookie", $"token={await host.TokenAsync()}"));
        Assert.That(both.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "a header goes first");
    }

    [Test]
    public async Task A_body_carries_the_token_only_where_the_host_says_so([Values] bool enabled)
    {
        await using var host = await ApiHost.StartAsync(options => options.ProtectedResource.BearerMethodsSupported = enabled ? ["header", "body"] : ["header"]);
        var form = new FormUrlEncodedContent([KeyValuePair.Create("access_token", await host.TokenAsync("read:reports write:reports"))]);
        using var client = host.CreateClient();
        using var response = await client.PostAsync("/reports", form);
        Assert.That(response.StatusCode, Is.EqualTo(enabled ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));
    }

    [Test]
    public void A_route_that_demands_the_impossible_does_not_start() => Assert.That(
        async () => await ApiHost.StartAsync(routes: app => app.MapGet("/x", () => "").WithMetadata(new StepUpAttribute())),
        Throws.InvalidOperationException.With.Message.Contains("impossible demand"));

    [Test(Description = "RFC 9728 §3")]
    public async Task The_resource_describes_itself()
    {
        using var client = _host.CreateClient();
        var metadata = JsonNode.Parse(await client.GetStringAsync("/.well-known/oauth-protected-resource"))!;
        Assert.That((string?)metadata["resource"], Is.EqualTo("https://api.example"));
        Assert.That(metadata["authorization_servers"]!.ToJsonString(), Is.EqualTo("[\"https://auth.example\"]"));
        Assert.That(metadata["bearer_methods_supported"]!.ToJsonString(), Is.EqualTo("[\"header\"]"));
    }

    private async Task<HttpStatusCode> StatusAsync(DpopKey key, string token, ApiHost? host = null)
    {
        host ??= _host;
        using var client = host.CreateClient(new DpopProofHandler(key, host.CreateHandler()));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("DPoP", token);
        using var response = await client.GetAsync("/reports?page=2");
        return response.StatusCode;
    }

    internal static string WithHeader(string token, string header) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(header)) + token[token.IndexOf('.', StringComparison.Ordinal)..];
}
