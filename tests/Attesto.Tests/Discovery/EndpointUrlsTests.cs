using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Attesto.Tests.Discovery;

/// <summary>Where endpoints stand: below the issuer, whatever a request says.</summary>
public sealed class EndpointUrlsTests
{
    [TestCase(OAuthEndpoint.Token, "/oauth/token")]
    [TestCase(OAuthEndpoint.Authorization, "/oauth/authorize")]
    [TestCase(OAuthEndpoint.PushedAuthorization, "/oauth/par")]
    [TestCase(OAuthEndpoint.Revocation, "/oauth/revoke")]
    [TestCase(OAuthEndpoint.Introspection, "/oauth/introspect")]
    [TestCase(OAuthEndpoint.UserInfo, "/oauth/userinfo")]
    [TestCase(OAuthEndpoint.Registration, "/oauth/register")]
    [TestCase(OAuthEndpoint.DeviceAuthorization, "/oauth/device_authorization")]
    [TestCase(OAuthEndpoint.DeviceVerification, "/oauth/device_verification")]
    [TestCase(OAuthEndpoint.EndSession, "/oauth/end_session")]
    [TestCase(OAuthEndpoint.AuthorizationServerMetadata, "/.well-known/oauth-authorization-server")]
    [TestCase(OAuthEndpoint.OpenIdConfiguration, "/.well-known/openid-configuration")]
    [TestCase(OAuthEndpoint.Jwks, "/.well-known/jwks.json")]
    [TestCase(OAuthEndpoint.ProtectedResourceMetadata, "/.well-known/oauth-protected-resource")]
    public void Paths_are_the_usual_ones(OAuthEndpoint endpoint, string path)
    {
        var urls = For("https://as.example");
        Assert.That((urls.PathOf(endpoint), urls.UrlOf(endpoint)), Is.EqualTo((path, "https://as.example" + path)));
    }

    [TestCase("https://as.example/tenants/one")]
    [TestCase("https://as.example/tenants/one/")]
    public void An_issuer_with_a_path_keeps_its_endpoints_below_it(string issuer)
    {
        var urls = For(issuer, options => options.Endpoints.PathPrefix = "/mcp/oauth");
        Assert.That(urls.UrlOf(OAuthEndpoint.Token), Is.EqualTo("https://as.example/tenants/one/mcp/oauth/token"));
        Assert.That(urls.UrlOf(OAuthEndpoint.Jwks), Is.EqualTo("https://as.example/tenants/one/.well-known/jwks.json"));
        Assert.That(urls.PathOf(OAuthEndpoint.AuthorizationServerMetadata), Is.EqualTo("/.well-known/oauth-authorization-server/tenants/one"));
        Assert.That(urls.PathOf(OAuthEndpoint.OpenIdConfiguration), Is.EqualTo("/tenants/one/.well-known/openid-configuration"));
        Assert.That(urls.Issuer, Is.EqualTo(issuer));
    }

    [Test]
    public void The_prefix_moves_the_OAuth_endpoints_only()
    {
        var urls = For("https://as.example:8443", options => options.Endpoints.PathPrefix = "/");
        Assert.That(urls.UrlOf(OAuthEndpoint.Token), Is.EqualTo("https://as.example:8443/token"));
        Assert.That(urls.UrlOf(OAuthEndpoint.Jwks), Is.EqualTo("https://as.example:8443/.well-known/jwks.json"));
    }

    [Test]
    public void An_override_wins()
    {
        var urls = For("https://as.example/t", options =>
        {
            options.Endpoints.Overrides[OAuthEndpoint.Token] = "/elsewhere/token";
            options.Endpoints.Overrides[OAuthEndpoint.UserInfo] = "https://users.example/me";
        });
        Assert.That((urls.PathOf(OAuthEndpoint.Token), urls.UrlOf(OAuthEndpoint.Token)), Is.EqualTo(("/t/elsewhere/token", "https://as.example/t/elsewhere/token")));
        Assert.That((urls.PathOf(OAuthEndpoint.UserInfo), urls.UrlOf(OAuthEndpoint.UserInfo)), Is.EqualTo(("/t/oauth/userinfo", "https://users.example/me")));
    }

    [TestCase("https://api.example", "https://api.example/.well-known/oauth-protected-resource")]
    [TestCase("https://api.example/mcp", "https://api.example/.well-known/oauth-protected-resource/mcp")]
    [TestCase("https://api.example/", "https://api.example/.well-known/oauth-protected-resource")]
    public void Metadata_of_a_resource_goes_before_its_path(string resource, string url) => Assert.That(EndpointUrls.MetadataUrlOf(resource), Is.EqualTo(url));

    private static EndpointUrls For(string issuer, Action<AttestoOptions>? configure = null)
    {
        var options = new AttestoOptions { Issuer = issuer };
        configure?.Invoke(options);
        return new EndpointUrls(Options.Create(options));
    }
}
