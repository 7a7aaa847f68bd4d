using Duende.IdentityModel.OidcClient;
using Duende.IdentityModel.OidcClient.Browser;

namespace Attesto.Clients.Tests;

/// <summary>Duende's OidcClient, for desktop, mobile and command-line applications.</summary>
[RunsClient("Duende.IdentityModel.OidcClient", "native application", "sign-in with a redirect URI of its own scheme, UserInfo, refresh")]
public sealed class OidcClientTests
{
    private const string Redirect = "com.example.app:/callback";

    private readonly Internet _internet = new();

    [OneTimeSetUp]
    public Task Start() => Server.StartAsync(_internet, Server.Native(Redirect));

    [OneTimeTearDown]
    public async Task Stop() => await _internet.DisposeAsync();

    [Test]
    public async Task A_person_signs_in_and_stays_signed_in()
    {
        using var browser = new SystemBrowser(_internet);
        var client = new OidcClient(new OidcClientOptions
        {
            Authority = "https://auth.example",
            ClientId = "native",
            Scope = "openid profile email reports.read offline_access",
            RedirectUri = "com.example.app:/callback",
            Browser = browser,
            HttpClientFactory = _ => new HttpClient(_internet.NewHandler()), // test
        });
        var login = await client.LoginAsync(new LoginRequest());

        Assert.That(login.IsError, Is.False, $"{login.Error} {login.ErrorDescription}");
        Assert.That((login.User.Identity!.Name, login.User.FindFirst("sub")!.Value, login.User.FindFirst("email")!.Value), Is.EqualTo(("Alice", "usr_alice", "alice@example.com")));

        var refreshed = await client.RefreshTokenAsync(login.RefreshToken);
        Assert.That(refreshed.IsError, Is.False, $"{refreshed.Error} {refreshed.ErrorDescription}");
        Assert.That((refreshed.AccessToken, refreshed.RefreshToken), Is.Not.EqualTo((login.AccessToken, login.RefreshToken)));
        Assert.That(refreshed.IdentityToken, Is.Not.Empty);
    }

    private sealed class SystemBrowser(Internet internet) : IBrowser, IDisposable
    {
        private readonly Browser _browser = new(internet);

        public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken = default) =>
            new() { ResultType = BrowserResultType.Success, Response = await _browser.OpenUntilAsync(options.StartUrl, options.EndUrl) };

        public void Dispose() => _browser.Dispose();
    }
}
