using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests.Routing;

/// <summary>An issuer with a path is served where discovery says, whoever takes the path off before it comes to routing, and the sign-in page beside it.</summary>
public sealed class PathBaseTests
{
    private const string Issuer = "https://auth.example/id/tenant";
    private const string Query =
        "?client_id=web&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    /// <summary>Who takes the issuer's path off.</summary>
    public enum Front
    {
        Nobody,
        StrippingProxy,
        Iis,
        IisAbove,
        UsePathBase,
    }

    private readonly Dictionary<Front, TestHost> _hosts = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        foreach (var front in Enum.GetValues<Front>())
        {
            _hosts[front] = await StartAsync(front);
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    [Test(Description = "OpenID Connect Discovery §4, RFC 8414 §3.1")]
    public Task Everything_that_discovery_advertises_is_there([Values] Front front) => WalkAsync(_hosts[front], front);

    [Test]
    public async Task A_host_without_controllers_is_mounted_alike()
    {
        await using var host = await StartAsync(Front.StrippingProxy, controllers: false);
        await WalkAsync(host, Front.StrippingProxy);
    }

    private static async Task WalkAsync(TestHost host, Front front)
    {
        var appended = await ReadAsync(host, front, "/id/tenant/.well-known/openid-configuration");
        Assert.That(await StatusOf(host, front, HttpMethod.Get, "/id/tenant/.well-known/oauth-authorization-server"), Is.EqualTo(200));
        foreach (var member in appended.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name is "jwks_uri"))
        {
            var path = new Uri(member.Value.GetString()!).AbsolutePath;
            Assert.That(path, Does.StartWith("/id/tenant/"), member.Name);
            var method = member.Name is "jwks_uri" or "authorization_endpoint" or "end_session_endpoint" ? HttpMethod.Get : HttpMethod.Post;
            Assert.That(await StatusOf(host, front, method, path), Is.Not.EqualTo(404).And.Not.EqualTo(405), $"{method} {path}");
        }
    }

    [TestCase("/.well-known/oauth-authorization-server/id/tenant", Description = "RFC 8414 §3.1")]
    [TestCase("/.well-known/openid-configuration/id/tenant", Description = "RFC 8414 §5")]
    public async Task The_document_is_also_where_the_well_known_part_comes_first(string path)
    {
        Assert.That((await ReadAsync(_hosts[Front.Nobody], Front.Nobody, path)).GetProperty("issuer").GetString(), Is.EqualTo(Issuer));
    }

    [Test]
    public async Task A_person_gets_to_the_sign_in_page_beside_it_and_back([Values] Front front)
    {
        var host = _hosts[front];
        var asked = await SendAsync(host, front, HttpMethod.Get, $"/id/tenant/oauth/authorize{Query}");
        var page = asked.Response.Headers.Location.ToString();
        Assert.That(page, Does.StartWith(front switch { Front.Nobody => "/below-sign-in?", Front.IisAbove => "/id/below-sign-in?", _ => "/id/tenant/below-sign-in?" }));
        Assert.That(await StatusOf(host, front, HttpMethod.Get, page), Is.EqualTo(200));
        var back = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(page[page.IndexOf('?', StringComparison.Ordinal)..])["returnUrl"].ToString();
        Assert.That(back, Does.StartWith("/id/tenant/oauth/authorize?"));
        var answered = await SendAsync(host, front, HttpMethod.Get, back);
        Assert.That(answered.Response.Headers.Location.ToString(), Does.StartWith("https://app.example/cb?code="));
    }

    [TestCase("/oauth/token", null, null, 404, "A request for /oauth/token came without /id/tenant, the path of Attesto:Issuer")]
    [TestCase("/tenant/oauth/token", null, null, 404, null)]
    [TestCase("/oauth/token", "/shop", null, 404, null)]
    [TestCase("/id/tenant/oauth/token", "/shop", null, 400, "came below the path base /shop")]
    [TestCase("/oauth/token", null, "/id/tenant", 400, null)]
    [TestCase("/oauth/token", null, "/id/tenant/", 400, null)]
    [TestCase("/tenant/oauth/token", null, "/id", 400, null)]
    [TestCase("/id/tenant/oauth/token", null, "/", 400, null)]
    [TestCase("/id/tenant/oauth/token", null, "/shop", 400, "X-Forwarded-Prefix: /shop is ignored")]
    [TestCase("/id/tenant/oauth/token", null, "//evil.example", 400, "X-Forwarded-Prefix: //evil.example is ignored")]
    public async Task What_arrives_elsewhere_is_told_once(string path, string? pathBase, string? prefix, int status, string? line)
    {
        var log = new Lines();
        await using var host = await StartAsync(Front.StrippingProxy, log);
        for (var i = 0; i < 2; i++)
        {
            var http = await host.Server.SendAsync(context =>
            {
                (context.Request.Scheme, context.Request.Host, context.Request.Method) = ("https", new HostString("auth.example"), "POST");
                (context.Request.PathBase, context.Request.Path) = (pathBase, path);
                context.Request.Headers["X-Forwarded-Prefix"] = prefix;
            });
            Assert.That(http.Response.StatusCode, Is.EqualTo(status));
        }

        Assert.That(
            log.Written.Where(written => written.Contains("Attesto:Issuer", StringComparison.Ordinal)), line is null ? Is.Empty : Has.Exactly(1).Items.And.One.Contains(line));
    }

    [Test]
    public async Task A_prefix_of_anybody_else_counts_for_nothing()
    {
        Assert.That(await StatusOf(_hosts[Front.Nobody], Front.StrippingProxy, HttpMethod.Get, "/id/tenant/.well-known/openid-configuration"), Is.EqualTo(404));
    }

    private static Task<TestHost> StartAsync(Front front, Lines? log = null, bool controllers = true) => TestHost.StartAsync(
        attesto =>
        {
            attesto.UseLogout((_, _, _) => ValueTask.FromResult<TerminationOutcome>(new TerminationOutcome.NoSession()))
                .UseSignIn(async (http, _, cancellationToken) => http.RequestServices.GetRequiredService<SignInReturn>() is var back && back.HasReturned(http)
                    ? new SignInOutcome.Authenticated("alice")
                    : new SignInOutcome.Handled(new RedirectToActionResult("Show", "BelowSignIn", new { returnUrl = await back.ReturnUrlAsync(http, cancellationToken) })));
            _ = log is null ? attesto.Services : attesto.Services.AddSingleton<ILoggerProvider>(log);
        },
        new()
        {
            ["Attesto:Issuer"] = Issuer,
            ["Attesto:Registration:Enabled"] = "true",
            ["Attesto:Device:Enabled"] = "true",
            ["Attesto:Logout:Enabled"] = "true",
            ["Attesto:TrustedProxies"] = front is Front.StrippingProxy ? "any" : "",
        },
        pipeline: app =>
        {
            _ = front is Front.UsePathBase ? app.UsePathBase("/id/tenant") : app;
            _ = controllers ? null : app.MapAttesto();
        },
        hasControllers: controllers);

    private static async Task<JsonElement> ReadAsync(TestHost host, Front front, string path)
    {
        var http = await SendAsync(host, front, HttpMethod.Get, path);
        Assert.That(http.Response.StatusCode, Is.EqualTo(200), path);
        return (await JsonDocument.ParseAsync(http.Response.Body)).RootElement;
    }

    private static async Task<int> StatusOf(TestHost host, Front front, HttpMethod method, string url) => (await SendAsync(host, front, method, url)).Response.StatusCode;

    private static Task<HttpContext> SendAsync(TestHost host, Front front, HttpMethod method, string url) => host.Server.SendAsync(http =>
    {
        var query = url.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : url.Length;
        var pathBase = front switch { Front.Iis or Front.StrippingProxy => "/id/tenant", Front.IisAbove => "/id", _ => "" };
        Assert.That(url, Does.StartWith(pathBase), "nothing else is passed on");
        (http.Request.Method, http.Request.Scheme, http.Request.Host) = (method.Method, "https", new HostString("auth.example"));
        (http.Request.Path, http.Request.QueryString) = (PathString.FromUriComponent(url[pathBase.Length..query]), new QueryString(url[query..]));
        if (front is Front.StrippingProxy)
        {
            http.Request.Headers["X-Forwarded-Prefix"] = pathBase;
        }
        else
        {
            http.Request.PathBase = pathBase;
        }
    });
}

/// <summary>A sign-in page as a host writes one.</summary>
[Route("below-sign-in"), AttestoPage]
public sealed class BelowSignInController : ControllerBase
{
    [HttpGet]
    public IActionResult Show(string returnUrl) => Content(returnUrl);
}
