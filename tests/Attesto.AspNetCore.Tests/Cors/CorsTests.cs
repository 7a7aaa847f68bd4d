using System.Net;

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

    [TestCase("https://listed.example", "https://listed.example")]
    [TestCase(Spa, null, Description = "a list narrows")]
    public async Task A_host_may_list_origins(string origin, string? expected)
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:Cors:AllowedOrigins:0"] = "https://listed.example" });
        Assert.That(await AllowedOrigin(host, HttpMethod.Post, "/oauth/token", origin, ("client_id", "spa")), Is.EqualTo(expected));
        Assert.That(await AllowedOrigin(host, HttpMethod.Get, "/.well-known/jwks.json", origin), Is.EqualTo(expected));
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
    [TestCase("/oauth/userinfo", "GET, POST")]
    [TestCase("/oauth/revoke", "POST")]
    public async Task A_preflight_lets_proofs_through(string path, string methods)
    {
        await using var host = await TestHost.StartAsync();
        using var response = await Preflight(host, path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Methods").Single(), Is.EqualTo(methods));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("DPoP").And.Contains("Authorization"));
        Assert.That(response.Headers.Contains("Access-Control-Allow-Credentials"), Is.False);
    }

    private static Task<HttpResponseMessage> Preflight(TestHost host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", Spa);
        request.Headers.Add("Access-Control-Request-Method", "POST");
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
