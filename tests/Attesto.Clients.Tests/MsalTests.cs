using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;

namespace Attesto.Clients.Tests;

/// <summary>MSAL.NET with a generic authority: Microsoft's library outside of Microsoft's cloud.</summary>
[RunsClient("Microsoft.Identity.Client", "native application, service", "sign-in on loopback, silent renewal; client credentials")]
public sealed class MsalTests : IMsalHttpClientFactory, ICustomWebUi
{
    private readonly Internet _internet = new();

    [OneTimeSetUp]
    public Task Start() => Server.StartAsync(_internet, Server.Native("http://localhost"), Server.Web("https://app.example/signin-oidc"));

    [OneTimeTearDown]
    public async Task Stop() => await _internet.DisposeAsync();

    [Test]
    public async Task A_person_signs_in_has_a_user_name_and_stays_signed_in()
    {
        var app = PublicClientApplicationBuilder.Create("native")
            .WithExperimentalFeatures()               // so MSAL calls authorities other than Microsoft's
            .WithOidcAuthority("https://auth.example")
            .WithRedirectUri("http://localhost")      // with AllowLocalhostRedirects: MSAL listens on a port of its own choice
            .WithHttpClientFactory(this) // test
            .Build();
        var result = await app.AcquireTokenInteractive(["reports.read"]).WithCustomWebUi(this).ExecuteAsync();
        Assert.That(result.Account.Username, Is.EqualTo("alice"));
        Assert.That(result.Scopes, Does.Contain("reports.read"));

        var again = await app.AcquireTokenSilent(["reports.read"], result.Account).WithForceRefresh(true).ExecuteAsync();
        Assert.That(again.AccessToken, Is.Not.Empty.And.Not.EqualTo(result.AccessToken));
    }

    [Test]
    public async Task An_application_without_a_person_gets_a_token()
    {
        var app = ConfidentialClientApplicationBuilder.Create("web")
            .WithExperimentalFeatures()               // so MSAL calls authorities other than Microsoft's
            .WithOidcAuthority("https://auth.example")
            .WithClientSecret(Server.Secret)
            .WithHttpClientFactory(this) // test
            .Build();
        var result = await app.AcquireTokenForClient(["reports.read"]).ExecuteAsync();
        Assert.That((result.AccessToken.Split('.').Length, result.TokenType), Is.EqualTo((3, "Bearer")));
    }

    public HttpClient GetHttpClient() => new(_internet.NewHandler());

    public async Task<Uri> AcquireAuthorizationCodeAsync(Uri authorizationUri, Uri redirectUri, CancellationToken cancellationToken)
    {
        using var browser = new Browser(_internet);
        return new Uri(await browser.OpenUntilAsync(authorizationUri.AbsoluteUri, redirectUri.OriginalString));
    }
}
