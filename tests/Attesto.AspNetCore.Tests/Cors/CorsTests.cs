using System.Net;
using Microsoft.AspNetCore.TestHost;

namespace Attesto.AspNetCore.Tests.Cors;

public sealed class CorsTests
{
    private const string Spa = "https://spa.example";

    [TestCase("/.well-known/openid-configuration")]
    [TestCase("/.well-known/oauth-authorization-server")]
    [TestCase("/.well-known/oauth-protected-resource")]
    [TestCase("/.well-known/jwks.json")]
    public async Task Everybody_may_read_public_documents(string path)
    {
        await using var host = await TestHost.StartAsync();
        Assert.That(await AllowedOrigin(host, HttpMethod.Get, path, "https://anyone.example"), Is.EqualTo("*"));
    }

    [TestCase(Spa, Spa)]
    [TestCase("https://evil.example", null)]
    [TestCase("https://spa.example.evil.example", null)]
    [TestCase("null", null)]
    public async Task A_token_answer_is_readable_for_origins_of_its_client_only(string origin, string? expected)
    {
        await using var host = await TestHost.StartAsync();
        Assert.That(await AllowedOrigin(host, HttpMethod.Post, "/oauth/token", origin, ("client_id", "spa"), ("grant_type", "authorization_code")), Is.EqualTo(expected));
    }

    [TestCase("https://listed.example", "https://listed.example", "https://listed.example")]
    [TestCase(Spa, Spa, "*", Description = "a list takes nothing away")]
    [TestCase("https://evil.example", null, "*")]
    public async Task A_host_may_list_more_origins(string origin, string? token, string document)
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Cors:AllowedOrigins:0"] = "https://listed.example" });
        Assert.That(await AllowedOrigin(host, HttpMethod.Post, "/oauth/token", origin, ("client_id", "spa")), Is.EqualTo(token));
        Assert.That(await AllowedOrigin(host, HttpMethod.Get, "/.well-known/jwks.json", origin), Is.EqualTo(document));
    }

    [TestCase("https://listed.example", true)]
    [TestCase("capacitor://localhost", true)]
    [TestCase(Spa, false)]
    public async Task Credentials_are_for_origins_that_are_listed_by_name(string origin, bool allowed)
    {
        await using var host = await TestHost.StartAsync(configuration: new()
        {
            ["Attesto:Cors:AllowedOrigins:0"] = "https://listed.example",
            ["Attesto:Cors:AllowedOrigins:1"] = "capacitor://localhost",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Headers = { { "Origin", origin } },
            Content = new FormUrlEncodedContent([new("client_id", "spa")]),
        };
        using var response = await host.CreateClient().SendAsync(request);
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo(origin));
        Assert.That(response.Headers.Contains("Access-Control-Allow-Credentials"), Is.EqualTo(allowed));
    }

    [Test]
    public async Task A_document_says_that_it_varies_with_the_origin_also_to_who_sends_none()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.CreateClient().GetAsync("/.well-known/jwks.json");
        Assert.That(response.Headers.Vary, Does.Contain("Origin"));
    }

    [Test]
    public async Task A_refused_registration_and_a_limit_are_readable()
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Registration:Enabled"] = "true", ["Attesto:RateLimits:Protocol"] = "1" });
        using var refused = await RegisterAsync(host);
        using var limited = await RegisterAsync(host);
        Assert.That((refused.StatusCode, limited.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests)));
        Assert.That(refused.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo(Spa));
        Assert.That(limited.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo(Spa));
    }

    [Test]
    public async Task A_preflight_reflects_the_headers_that_tracing_libraries_add()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await Preflight(host, "/oauth/token", "traceparent, sentry-trace");
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Headers").Single(), Is.EqualTo("traceparent, sentry-trace"));
    }

    [TestCase("Origin", "https://a\u00e9.example")]
    [TestCase("Access-Control-Request-Headers", "x\u00e9")]
    public async Task A_preflight_with_bytes_that_no_header_has_is_refused(string header, string value)
    {
        await using var host = await TestHost.StartAsync();
        var answer = await host.App.GetTestServer().SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path) = ("OPTIONS", "/oauth/token");
            http.Request.Headers.Origin = Spa;
            http.Request.Headers.AccessControlRequestMethod = "POST";
            http.Request.Headers[header] = value;
        });
        Assert.That(answer.Response.StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task The_authorization_endpoint_is_for_no_page_of_another_origin()
    {
        await using var host = await TestHost.StartAsync();
        Assert.That(await AllowedOrigin(host, HttpMethod.Get, "/oauth/authorize?client_id=spa", Spa), Is.Null);
        using var preflight = await Preflight(host, "/oauth/authorize");
        Assert.That(preflight.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [TestCase("/oauth/token", "POST")]
    [TestCase("/oauth/userinfo", "GET, HEAD, POST")]
    [TestCase("/oauth/revoke", "POST")]
    [TestCase("/oauth/par", "POST")]
    public async Task A_preflight_lets_proofs_through(string path, string methods)
    {
        await using var host = await TestHost.StartAsync();
        using var response = await Preflight(host, path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Methods").Single(), Is.EqualTo(methods));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("DPoP").And.Contains("Authorization"));
        Assert.That(response.Headers.Contains("Access-Control-Allow-Credentials"), Is.False);
    }

    private static Task<HttpResponseMessage> RegisterAsync(TestHost host)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/register") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", Spa);
        return host.CreateClient().SendAsync(request);
    }

    private static Task<HttpResponseMessage> Preflight(TestHost host, string path, string? headers = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", Spa);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        if (headers is not null)
        {
            request.Headers.Add("Access-Control-Request-Headers", headers);
        }

        return host.CreateClient().SendAsync(request);
    }

    private static async Task<string?> AllowedOrigin(TestHost host, HttpMethod method, string path, string origin, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) : null;
        using var response = await host.CreateClient().SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }
}
