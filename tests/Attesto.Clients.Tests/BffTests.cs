using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Attesto.Clients.Tests;

/// <summary>A backend for a frontend on YARP: the browser holds a cookie, the proxy the tokens, and three APIs each get a token of their own.</summary>
[RunsClient("Yarp.ReverseProxy", "backend for a frontend", "16 requests at once for three APIs, each with a token that is refreshed for it")]
public sealed class BffTests
{
    private const int Parallel = 16;

    private static readonly string[] Apis = ["https://one.example", "https://two.example", "https://three.example"];

    private readonly Internet _internet = new();

    [OneTimeSetUp]
    public async Task Start()
    {
        await Server.StartAsync(_internet, Server.Web("https://app.example/signin-oidc"));
        await _internet.HostAsync("https://app.example", AddProxy, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/", (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization();
            app.MapReverseProxy().RequireAuthorization();
        });
        foreach (var api in Apis)
        {
            await _internet.HostAsync(api, builder => AddApi(builder, api), app =>
                app.MapGet("/{**path}", (ClaimsPrincipal user) => $"{user.FindFirstValue("aud")} for {user.FindFirstValue("sub")}").RequireAuthorization());
        }
    }

    [OneTimeTearDown]
    public async Task Stop() => await _internet.DisposeAsync();

    [Test(Description = "RFC 8707 §2.2, RFC 9700 §4.14.2")]
    public async Task Sixteen_requests_at_once_for_three_APIs_refresh_and_the_person_stays_signed_in()
    {
        using var browser = new Browser(_internet);
        Assert.That(await browser.OpenAsync("https://app.example/"), Is.EqualTo("usr_alice"));
        for (var round = 0; round < 3; round++)
        {
            var answers = await browser.FetchAsync(Enumerable.Range(0, Parallel).Select(i => $"https://app.example/{NameOf(Apis[i % Apis.Length])}/reports"));
            Assert.That(answers, Is.EqualTo(Enumerable.Range(0, Parallel).Select(i => (HttpStatusCode.OK, $"{Apis[i % Apis.Length]} for usr_alice"))), $"round {round}");
        }

        Assert.That(_internet.Asked.Count(url => url.AbsolutePath == "/oauth/token"), Is.EqualTo(1 + (3 * Parallel)), "every request refreshed");
    }

    private void AddProxy(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient("tokens").ConfigurePrimaryHttpMessageHandler(_internet.NewHandler);
        builder.Services.AddSingleton<IForwarderHttpClientFactory>(new Forwarder(_internet));
        builder.Services.AddSingleton<BffTokens>();
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(
            options => (options.DefaultScheme, options.DefaultChallengeScheme) = (CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme))
            .AddCookie()
            .AddOpenIdConnect(options =>
            {
                options.Authority = "https://auth.example";
                options.ClientId = "web";
                options.ClientSecret = builder.Configuration["Oidc:ClientSecret"];
                options.ResponseType = "code";
                options.MapInboundClaims = false;
                options.SaveTokens = true;
                options.Scope.Add("offline_access");
                options.Events.OnPushAuthorization = PushAsync;
                options.BackchannelHttpHandler = _internet.NewHandler(); // test
            });
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. Apis.Select(api => new RouteConfig { RouteId = api, ClusterId = api, Match = new() { Path = $"/{NameOf(api)}/{{**path}}" } })],
                [.. Apis.Select(api => new ClusterConfig { ClusterId = api, Destinations = new Dictionary<string, DestinationConfig> { [api] = new() { Address = api } } })])
            .AddTransforms(context => context.AddRequestTransform(async request =>
            {
                var tokens = request.HttpContext.RequestServices.GetRequiredService<BffTokens>();
                request.ProxyRequest.Headers.Authorization = new("Bearer", await tokens.GetAsync(request.HttpContext, resource: context.Cluster!.ClusterId));
                request.ProxyRequest.Headers.Remove("Cookie"); // the APIs have no business with it
            }));
    }

    // The handler keeps parameters in a dictionary and names one resource at most; RFC 8707 §2 lets a client ask for several.
    private static async Task PushAsync(PushedAuthorizationContext context)
    {
        var form = context.ProtocolMessage.Parameters.Concat(Apis.Select(api => KeyValuePair.Create("resource", api))).Append(new("client_secret", context.Options.ClientSecret!));
        using var response = await context.Options.Backchannel.PostAsync("https://auth.example/oauth/par", new FormUrlEncodedContent(form));
        response.EnsureSuccessStatusCode();
        context.HandlePush((string)System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!["request_uri"]!);
    }

    private void AddApi(WebApplicationBuilder builder, string api)
    {
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = "https://auth.example";
            options.Audience = api;
            options.MapInboundClaims = false;
            options.BackchannelHttpHandler = _internet.NewHandler(); // test
        });
    }

    private static string NameOf(string api) => new Uri(api).Host.Split('.')[0];

    private sealed class Forwarder(Internet internet) : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(internet.NewHandler());
    }
}
