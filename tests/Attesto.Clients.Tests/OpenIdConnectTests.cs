using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Attesto.Clients.Tests;

/// <summary>ASP.NET Core's own handlers: a web application that signs people in, and an API that it calls.</summary>
[RunsClient("Microsoft.AspNetCore.Authentication.OpenIdConnect", "web application",
    "sign-in by PAR and PKCE, also for one API; name, roles, acr; saved tokens; sign-out with and without a hint")]
[RunsClient("Microsoft.AspNetCore.Authentication.JwtBearer", "API", "tokens of people and of machines, with and without the scope")]
public sealed class OpenIdConnectTests
{
    private const string Api = "https://one.example";

    private readonly Internet _internet = new();
    private readonly List<Browser> _browsers = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        await Server.StartAsync(
            _internet, Server.Web("https://app.example/signin-oidc"), Server.Web("https://plain.example/signin-oidc") with { Id = "plain", AllowedResources = [Api] });
        await _internet.HostAsync("https://app.example", builder => AddSignIn(builder), MapApplication);
        await _internet.HostAsync("https://plain.example", AddPlainSignIn, MapApplication);
        await _internet.HostAsync(Server.Api, builder => AddApi(builder), app => app.MapGet("/reports", () => "reports").RequireAuthorization("reports"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _browsers.ForEach(browser => browser.Dispose());
        await _internet.DisposeAsync();
    }

    [Test]
    public async Task A_person_has_a_name_roles_and_an_acr()
    {
        using var browser = new Browser(_internet);
        Assert.That(await browser.OpenAsync("https://app.example/me"), Is.EqualTo("Alice, usr_alice, alice@example.com, gold, admin, admin reader"));
        Assert.That(_internet.Asked.Select(url => url.AbsolutePath), Has.Some.EqualTo("/oauth/par"), "the handler pushes where discovery says that it can");
    }

    [Test]
    public async Task The_saved_token_opens_the_API_and_no_token_does_not()
    {
        using var browser = new Browser(_internet);
        Assert.That(await browser.OpenAsync("https://app.example/reports"), Is.EqualTo("reports"));
        Assert.That(await browser.OpenAsync("https://app.example/refresh"), Is.EqualTo("true"));

        using var http = new HttpClient(_internet.NewHandler());
        Assert.That((await http.GetAsync($"{Server.Api}/reports")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        using var machine = await http.PostAsync($"{Server.Issuer}/oauth/token", new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", "web"), new("client_secret", Server.Secret), new("scope", "profile")]));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Server.Api}/reports");
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", (string)System.Text.Json.Nodes.JsonNode.Parse(await machine.Content.ReadAsStringAsync())!["access_token"]!);
        Assert.That((await http.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), "without the scope");
    }

    [Test(Description = "RP-Initiated Logout §2, §3")]
    public async Task A_person_signs_out_and_comes_back()
    {
        using var browser = new Browser(_internet);
        await browser.OpenAsync("https://app.example/me");
        Assert.That(await browser.OpenAsync("https://app.example/signout"), Is.EqualTo("home"));
        Assert.That(browser.Address.AbsoluteUri, Is.EqualTo("https://app.example/"));
    }

    [Test(Description = "RFC 8707 §2, OpenID Connect Core §5.3")]
    public async Task A_person_signs_in_for_one_API_and_UserInfo_knows_them()
    {
        using var browser = new Browser(_internet);
        Assert.That(await browser.OpenAsync("https://plain.example/me"), Does.StartWith("Alice, usr_alice"), "by a token whose audience is the API");
        Assert.That(_internet.Asked.Select(url => url.AbsolutePath), Has.Some.EqualTo("/oauth/userinfo"));
    }

    [Test(Description = "RP-Initiated Logout §2")]
    public async Task A_person_of_an_application_that_saves_no_tokens_is_signed_out_and_stays_at_the_server()
    {
        using var browser = new Browser(_internet);
        await browser.OpenAsync("https://plain.example/me");
        await browser.OpenAsync("https://plain.example/signout");
        Assert.That(browser.Address.GetLeftPart(UriPartial.Path), Is.EqualTo("https://auth.example/oauth/end_session"));
        Assert.That(browser.Address.Query, Does.Not.Contain("id_token_hint").And.Not.Contain("client_id"));
    }

    // As the handler does it by itself, with an API of the client's.
    private void AddPlainSignIn(WebApplicationBuilder builder)
    {
        AddSignIn(builder);
        builder.Services.Configure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options =>
        {
            options.ClientId = "plain";
            options.SaveTokens = false;
            options.Resource = Api;
            options.GetClaimsFromUserInfoEndpoint = true;
        });
    }

    private void AddSignIn(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient("api").ConfigurePrimaryHttpMessageHandler(_internet.NewHandler);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie()
            .AddOpenIdConnect(options =>
            {
                options.Authority = "https://auth.example";
                options.ClientId = "web";
                options.ClientSecret = builder.Configuration["Oidc:ClientSecret"];
                options.ResponseType = "code";
                options.Scope.Add("email");
                options.Scope.Add("roles");
                options.Scope.Add("reports.read");
                options.Scope.Add("offline_access");              // a refresh token
                options.SaveTokens = true;                        // for the APIs that the application calls
                options.MapInboundClaims = false;                 // claims keep their names: sub, not http://schemas.xmlsoap.org/…
                options.TokenValidationParameters.NameClaimType = "name";
                options.TokenValidationParameters.RoleClaimType = "roles";
                options.ClaimActions.Remove("acr");               // the handler drops it otherwise
                options.BackchannelHttpHandler = _internet.NewHandler(); // test
            });
    }

    private static void MapApplication(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", () => "home");
        app.MapGet("/me", (ClaimsPrincipal user) => string.Join(
            ", ",
            user.Identity!.Name, user.FindFirstValue("sub"), user.FindFirstValue("email"), user.FindFirstValue("acr"), user.IsInRole("admin") ? "admin" : "no admin",
            string.Join(' ', user.FindAll("roles").Select(role => role.Value)))).RequireAuthorization();
        app.MapGet("/reports", async (HttpContext http, IHttpClientFactory clients) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Server.Api}/reports");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await http.GetTokenAsync("access_token"));
            using var response = await clients.CreateClient("api").SendAsync(request);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{response.StatusCode} {response.Headers.WwwAuthenticate}";
        }).RequireAuthorization();
        app.MapGet("/refresh", async (HttpContext http) => await http.GetTokenAsync("refresh_token") is { Length: > 0 }).RequireAuthorization();
        app.MapGet("/signout", () =>
            Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
    }

    private void AddApi(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = "https://auth.example";
            options.Audience = "https://api.example";
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidTypes = ["at+jwt"]; // RFC 9068 §4: an ID token is no access token
            options.BackchannelHttpHandler = _internet.NewHandler(); // test
        });

        // "scope" is one text with spaces between (RFC 9068 §2.2.3), which RequireClaim does not split.
        builder.Services.AddAuthorizationBuilder().AddPolicy("reports", policy => policy.RequireAssertion(
            context => context.User.FindFirstValue("scope")?.Split(' ').Contains("reports.read") is true));
    }
}
