using System.Net.Http.Headers;
using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;
using OpenIddict.Validation.AspNetCore;

namespace Attesto.Clients.Tests;

/// <summary>OpenIddict's client and its token validation.</summary>
[RunsClient("OpenIddict.Client.AspNetCore", "web application", "sign-in, and a call of an API")]
[RunsClient("OpenIddict.Validation.AspNetCore", "API", "tokens by discovery, audience and scope")]
public sealed class OpenIddictTests
{
    private readonly Internet _internet = new();

    [OneTimeSetUp]
    public async Task Start()
    {
        await Server.StartAsync(_internet, Server.Web("https://app.example/callback/login/attesto"));
        await _internet.HostAsync("https://app.example", AddSignIn, MapApplication);
        await _internet.HostAsync(Server.Api, AddApi, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/reports", (ClaimsPrincipal user) => $"reports of {user.FindFirstValue("sub")}").RequireAuthorization("reports");
        });
    }

    [OneTimeTearDown]
    public async Task Stop() => await _internet.DisposeAsync();

    [Test]
    public async Task A_person_signs_in_and_the_token_opens_the_API()
    {
        using var browser = new Browser(_internet);
        Assert.That(await browser.OpenAsync("https://app.example/login"), Is.EqualTo("Alice, alice@example.com, reports of usr_alice"));
    }

    private void AddSignIn(WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new ShortCut(_internet)));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddOpenIddict().AddClient(options =>
        {
            options.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow();
            options.AddEphemeralEncryptionKey().AddEphemeralSigningKey(); // in production: certificates
            options.DisableTokenStorage();
            options.UseSystemNetHttp();
            options.UseAspNetCore().EnableRedirectionEndpointPassthrough();
            options.AddRegistration(new OpenIddictClientRegistration
            {
                Issuer = new Uri("https://auth.example"),
                ClientId = "web",
                ClientSecret = builder.Configuration["Oidc:ClientSecret"],
                Scopes = { "profile", "email", "reports.read", "offline_access" },
                RedirectUri = new Uri("callback/login/attesto", UriKind.Relative),
            });
        });
    }

    private static void MapApplication(WebApplication app)
    {
        app.UseAuthentication();
        app.MapGet("/login", () => Results.Challenge(properties: null, [OpenIddictClientAspNetCoreDefaults.AuthenticationScheme]));
        app.MapMethods("/callback/login/attesto", ["GET", "POST"], async (HttpContext http, IHttpClientFactory clients) =>
        {
            var result = await http.AuthenticateAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Server.Api}/reports");
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer", result.Properties!.GetTokenValue(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelAccessToken));
            using var response = await clients.CreateClient().SendAsync(request);
            return $"{result.Principal!.GetClaim("name")}, {result.Principal!.GetClaim("email")}, {await response.Content.ReadAsStringAsync()}{response.Headers.WwwAuthenticate}";
        });
    }

    private void AddApi(WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new ShortCut(_internet)));
        builder.Services.AddOpenIddict().AddValidation(options =>
        {
            options.SetIssuer("https://auth.example");
            options.AddAudiences("https://api.example");
            options.UseSystemNetHttp();
            options.UseAspNetCore();
        });
        builder.Services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        builder.Services.AddAuthorizationBuilder().AddPolicy("reports", policy => policy.RequireAssertion(context => context.User.HasScope("reports.read")));
    }

    // OpenIddict insists on the usual handler at the end of the way; this one in front of it never gets there.
    private sealed class ShortCut(Internet internet) : DelegatingHandler
    {
        private readonly HttpMessageInvoker _way = new(internet.NewHandler());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _way.SendAsync(request, cancellationToken);
    }
}
