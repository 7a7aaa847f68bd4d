#if (!hasIdentity)
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PoliciesNamespace;
#endif

namespace HostNamespace.Tests;

/// <summary>The host as in Production: what must hold before it meets its people.</summary>
public sealed class ProductionTests
{
    private TestHost _host = null!;

    [OneTimeSetUp]
    public void Start() => _host = new TestHost("Production");

    [OneTimeTearDown]
    public void Stop() => _host.Dispose();

    [Test]
    public async Task Pages_are_kept_by_nobody_and_framed_by_nobody()
    {
        using var http = _host.Open();
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await http.GetAsync("/oauth_path_prefix/authorize?client_id=nobody");
        var headers = page.Headers.Concat(page.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        Assert.That((int)page.StatusCode, Is.EqualTo(400));
        Assert.That(headers["Cache-Control"], Does.Contain("no-store"));
        Assert.That(headers["Content-Security-Policy"], Does.Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe-inline"));
        Assert.That(headers["X-Content-Type-Options"], Is.EqualTo("nosniff"));
#if (demo)
        Assert.That(headers["Strict-Transport-Security"], Does.Contain("max-age="));
        using var welcome = await http.GetAsync("/");
        Assert.That((int)welcome.StatusCode, Is.EqualTo(404), "the page for developers is not there");
#endif
    }
#if (!hasIdentity)

    [Test]
    public void The_cookie_of_the_session_is_out_of_reach()
    {
        var cookie = _host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(BrowserSession.Scheme).Cookie;
        Assert.That(cookie.Name, Does.StartWith("__Host-"), "no sibling host can set it");
        Assert.That((cookie.SecurePolicy, cookie.HttpOnly, cookie.SameSite, cookie.Path), Is.EqualTo((CookieSecurePolicy.Always, true, SameSiteMode.Lax, "/")));
    }
#endif
}
