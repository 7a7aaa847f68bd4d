using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class AuthorizationEndpointTests
{
    private const string Query = "/oauth/authorize?client_id=web&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test(Description = "FAPI 2.0 §5.3.2.2")]
    public async Task A_get_is_answered_with_302_and_a_post_with_303()
    {
        using var get = await _host.CreateClient().GetAsync(Query);
        using var form = new StringContent(Query[(Query.IndexOf('?', StringComparison.Ordinal) + 1)..], Encoding.ASCII, "application/x-www-form-urlencoded");
        using var post = await _host.CreateClient().PostAsync("/oauth/authorize", form);
        Assert.That((get.StatusCode, post.StatusCode), Is.EqualTo((HttpStatusCode.Found, HttpStatusCode.SeeOther)));
        Assert.That(get.Headers.Location!.OriginalString, Does.StartWith("https://app.example/cb?code=").And.Contains("&state=s").And.Contains("iss=https%3A%2F%2Fauth.example"));
        Assert.That(get.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(await get.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase("cross-site", 0, "/oauth/authorize?client_id=web&response_type=code&")]
    [TestCase("cross-site", 4, "/oauth/authorize?client_id=web&attesto_request=", Description = "too long for a URL")]
    [TestCase("same-origin", 0, "https://app.example/cb?code=")]
    [TestCase(null, 0, "https://app.example/cb?code=")]
    public async Task A_form_of_another_site_comes_again_as_a_get_which_brings_the_cookies(string? from, int padding, string expected)
    {
        var query = Query[(Query.IndexOf('?', StringComparison.Ordinal) + 1)..] + string.Concat(Enumerable.Range(0, padding).Select(i => $"&x{i}={new string('x', 2000)}"));
        using var message = new HttpRequestMessage(HttpMethod.Post, "/oauth/authorize") { Content = new StringContent(query, Encoding.ASCII, "application/x-www-form-urlencoded") };
        if (from is not null)
        {
            message.Headers.Add("Sec-Fetch-Site", from);
        }

        using var response = await _host.CreateClient().SendAsync(message);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var location = response.Headers.Location!.OriginalString;
        Assert.That(location, Does.StartWith(expected));
        if (location.StartsWith('/'))
        {
            using var come = await _host.CreateClient().GetAsync(location);
            Assert.That(come.Headers.Location!.OriginalString, Does.StartWith("https://app.example/cb?code=").And.Contains("&state=s"));
        }
    }

    [TestCase("Sec-Purpose", "prefetch")]
    [TestCase("Sec-Purpose", "prefetch;prerender")]
    [TestCase("Purpose", "prefetch")]
    public async Task A_page_is_not_made_in_advance(string header, string purpose)
    {
        _host.Events.Clear();
        using var message = new HttpRequestMessage(HttpMethod.Get, Query) { Headers = { { header, purpose } } };
        using var response = await _host.CreateClient().SendAsync(message);
        Assert.That((response.StatusCode, response.Headers.Location, _host.Events.IsEmpty), Is.EqualTo((HttpStatusCode.ServiceUnavailable, (Uri?)null, true)));
    }

    [Test]
    public async Task A_browser_gets_a_page_and_a_program_json_with_the_same_code()
    {
        using var page = await Get("/oauth/authorize?client_id=nobody", "text/html,application/xhtml+xml,*/*;q=0.8");
        using var json = await Get("/oauth/authorize?client_id=nobody", null);
        var html = await page.Content.ReadAsStringAsync();
        var code = JsonElement.Parse(await json.Content.ReadAsStringAsync()).GetProperty("error").GetString();
        Assert.That((page.StatusCode, json.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That(html, Does.Contain("id=\"error-page\"").And.Contains("<h1>The request could not be processed</h1>"));
        Assert.That(Regex.Match(html, "id=\"error-code\">([^<]*)<").Groups[1].Value, Is.EqualTo(code));
        Assert.That(page.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'"));
    }

    [TestCase("%zz")]
    [TestCase("%ED%A0%80")]
    [TestCase("%00")]
    public async Task A_malformed_query_is_refused_directly(string value)
    {
        // Past HttpClient, which repairs escapes.
        var http = await _host.Server.SendAsync(context =>
        {
            (context.Request.Scheme, context.Request.Host, context.Request.Path) = ("https", new HostString("auth.example"), "/oauth/authorize");
            context.Request.QueryString = new QueryString($"{Query[Query.IndexOf('?', StringComparison.Ordinal)..]}&x={value}");
        });
        Assert.That(http.Response.StatusCode, Is.EqualTo(StatusCodes.Status400BadRequest));
    }

    [Test(Description = "OAuth 2.0 Form Post Response Mode §2")]
    public async Task Form_post_escapes_and_runs_one_known_script_only()
    {
        using var response = await Get(Query.Replace("state=s", "state=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", StringComparison.Ordinal) + "&response_mode=form_post", null);
        var html = await response.Content.ReadAsStringAsync();
        Assert.That((response.StatusCode, response.Headers.CacheControl!.NoStore), Is.EqualTo((HttpStatusCode.OK, true)));
        Assert.That(html, Does.Contain("action=\"https://app.example/cb\"").And.Contains("name=\"code\"").And.Contains("<noscript>"));
        Assert.That(html, Does.Contain("&quot;&gt;&lt;script&gt;alert(1)").And.Not.Contains("<script>alert"));
        var script = Regex.Match(html, "<script>(.*)</script>").Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(script)));
        Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain($"script-src 'sha256-{hash}'").And.Contains("default-src 'none'"));
    }

    [Test]
    public async Task Form_post_never_goes_to_a_scheme_that_could_run_here()
    {
        var query = Query.Replace("client_id=web", "client_id=spa", StringComparison.Ordinal)
            .Replace("https%3A%2F%2Fapp.example%2Fcb", "com.example.app%3A%2Fcb", StringComparison.Ordinal);
        using var response = await Get(query + "&response_mode=form_post", null);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("<form"));
        Assert.That(response.Headers.Location?.OriginalString, Does.Not.Contain("code="));
    }

    [Test]
    public async Task Without_a_sign_in_policy_nobody_gets_a_code()
    {
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.Remove(attesto.Services.Single(service => service.ServiceType == typeof(ISignInPolicy))));
        using var response = await host.CreateClient().GetAsync(Query);
        Assert.That(response.Headers.Location!.OriginalString, Does.Contain("error=server_error").And.Not.Contains("code="));
    }

    [Test]
    public async Task A_page_of_the_host_is_neither_cached_nor_framed()
    {
        await using var host = await TestHost.StartAsync(attesto => attesto.UseConsent((_, _, _) =>
            ValueTask.FromResult<ConsentOutcome>(new ConsentOutcome.Handled(new ContentResult { Content = "may it?", StatusCode = 200 }))));
        using var response = await host.CreateClient().GetAsync(Query);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("may it?"));
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(response.Headers.GetValues("X-Frame-Options").Single(), Is.EqualTo("DENY"));
    }

    [Test]
    public async Task A_policy_that_fails_is_a_server_error_without_details()
    {
        await using var host = await TestHost.StartAsync(attesto => attesto.UseSignIn((_, _, _) => throw new InvalidOperationException("secret detail")));
        using var response = await host.CreateClient().GetAsync(Query);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(500));
        Assert.That(JsonElement.Parse(body).GetProperty("error").GetString(), Is.EqualTo("server_error"));
        Assert.That(body, Does.Not.Contain("secret detail").And.Not.Contain("Exception"));
    }

    private async Task<HttpResponseMessage> Get(string url, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await _host.CreateClient().SendAsync(request);
    }
}
