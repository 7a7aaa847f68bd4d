using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore.Tests.Pages;

/// <summary>A page of the host: its form survives a second tab and an arrival from another site, and one that is refused is shown again.</summary>
public sealed class AttestoPageTests
{
    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_form_is_taken_from_the_browser_that_it_was_made_for()
    {
        var (cookie, token) = await OpenAsync(null);
        Assert.That(await PostAsync(cookie, token), Is.EqualTo("taken Ann"));
        Assert.That(await PostAsync(cookie, token), Is.EqualTo("taken Ann"), "a second click is no attack");
    }

    [Test]
    public async Task A_second_tab_spoils_neither_form()
    {
        var (cookie, first) = await OpenAsync(null);
        var (set, second) = await OpenAsync(cookie);
        Assert.That((set, first == second), Is.EqualTo(((string?)null, false)), "the cookie stays, each form has a token of its own");
        Assert.That((await PostAsync(cookie, second), await PostAsync(cookie, first)), Is.EqualTo(("taken Ann", "taken Ann")));
    }

    [Test]
    public async Task The_cookie_comes_along_from_other_sites_and_cannot_be_planted_by_a_sibling_host()
    {
        using var response = await _host.CreateClient().GetAsync("/sample-page");
        Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Does.Match("^__Host-attesto-form=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly$"));
    }

    [TestCase(true, null)]
    [TestCase(true, "")]
    [TestCase(true, "x")]
    [TestCase(true, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase(false, "good")]
    public async Task Any_other_form_is_refused_and_what_was_typed_is_kept(bool withCookie, string? token)
    {
        var (cookie, good) = await OpenAsync(null);
        Assert.That(await PostAsync(withCookie ? cookie : null, token is "good" ? good : token), Does.StartWith("again Ann: This page was open for too long"));
    }

    [Test]
    public async Task A_token_of_another_browser_is_refused()
    {
        var (cookie, _) = await OpenAsync(null);
        var (_, foreign) = await OpenAsync(null);
        Assert.That(await PostAsync(cookie, foreign), Does.StartWith("again"));
    }

    [Test]
    public async Task A_body_that_nobody_can_read_is_a_refused_form()
    {
        var (cookie, token) = await OpenAsync(null);
        foreach (var body in new[] { $"{new string('k', 5000)}=1&{new string('k', 200_000)}=2", "name=%zz", "name=%00" })
        {
            using var content = new StringContent($"__RequestVerificationToken={token}&{body}", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
            Assert.That(await SendAsync(cookie, content), Does.StartWith("again"), body[..8]);
        }

        // A key that is long for the framework is read, and means nothing.
        using var overlong =
            new StringContent($"__RequestVerificationToken={token}&name=Ann&{new string('k', 5000)}=1", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        Assert.That(await SendAsync(cookie, overlong), Is.EqualTo("taken Ann"));
    }

    [Test]
    public async Task Every_answer_has_the_headers_of_a_page()
    {
        using var response = await _host.CreateClient().GetAsync("/sample-page");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Multiple(() =>
        {
            Assert.That(policy, Does.StartWith("default-src 'none'").And.Contains("frame-ancestors 'none'").And.Contains("base-uri 'none'"));
            Assert.That(policy, Does.Not.Contain("unsafe-inline").And.Not.Contain("form-action"), "form-action stops the redirect that follows consent");
            Assert.That(response.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("same-origin"), "no-referrer makes forms send Origin: null");
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(response.Headers.GetValues("X-Frame-Options").Single(), Is.EqualTo("DENY"));
        });
    }

    [Test]
    public async Task It_is_served_over_tls_only()
    {
        using var client = _host.CreateClient();
        client.BaseAddress = new Uri("http://auth.example");
        using var response = await client.GetAsync("/sample-page");
        Assert.That((response.StatusCode, await response.Content.ReadAsStringAsync()),
            Is.EqualTo((HttpStatusCode.BadRequest, "{\"error\":\"invalid_request\",\"error_description\":\"this endpoint is served over TLS only\"}")));
    }

    [TestCase("rendering", HttpStatusCode.ServiceUnavailable, "temporarily_unavailable", Description = "the page cannot be written")]
    [TestCase("swallowed", HttpStatusCode.ServiceUnavailable, "temporarily_unavailable", Description = "a cookie could not be read, and was taken for absent")]
    [TestCase("broken", HttpStatusCode.InternalServerError, "server_error", Description = "a mistake in the page")]
    public async Task A_fault_behind_the_page_is_told_as_one(string fault, HttpStatusCode status, string error)
    {
        using var response = await _host.CreateClient().GetAsync($"/sample-page/{fault}");
        Assert.That((response.StatusCode, response.Headers.Contains("Set-Cookie")), Is.EqualTo((status, false)));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(error));
    }

    private async Task<(string? Cookie, string Token)> OpenAsync(string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sample-page");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var response = await _host.CreateClient().SendAsync(request);
        return (response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single().Split(';')[0] : null, await response.Content.ReadAsStringAsync());
    }

    private async Task<string> PostAsync(string? cookie, string? token)
    {
        var fields = new List<KeyValuePair<string, string>> { new("name", "Ann") };
        if (token is not null)
        {
            fields.Add(new("__RequestVerificationToken", token));
        }

        using var content = new FormUrlEncodedContent(fields);
        return await SendAsync(cookie, content);
    }

    private async Task<string> SendAsync(string? cookie, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sample-page") { Content = content };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var response = await _host.CreateClient().SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsStringAsync();
    }
}

/// <summary>A page as a host writes one.</summary>
[Route("sample-page"), AttestoPage]
public sealed class SamplePageController(FormTokens forms) : ControllerBase
{
    [HttpGet]
    public ContentResult Show() => Content(forms.IssueFor(HttpContext));

    [HttpGet("rendering")]
    public IActionResult Unavailable() => new Failing(new TimeoutException("the database is away"));

    [HttpGet("broken")]
    public IActionResult Broken() => new Failing(new InvalidOperationException("a mistake"));

    [HttpGet("swallowed")]
    public IActionResult SignedOut()
    {
        Outage.Note(new TimeoutException("the keys could not be read")); // as the ring's reader does
        Response.Cookies.Delete("session");
        return Content("You are signed out.");
    }

    [HttpPost]
    public ContentResult Post(SampleForm form) => Content(
        HttpContext.FormWasRefused() ? $"again {form.Name}: {ModelState[""]!.Errors.Single().ErrorMessage}" : $"taken {form.Name}");
}

/// <summary>A page that cannot be written.</summary>
internal sealed class Failing(Exception fault) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) => Task.FromException(fault);
}

public sealed class SampleForm
{
    public string? Name { get; set; }
}
