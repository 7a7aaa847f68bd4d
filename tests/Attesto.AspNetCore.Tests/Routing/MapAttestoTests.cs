using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Routing;

/// <summary>A host without MVC has the same endpoints, and they answer the same.</summary>
public sealed class MapAttestoTests
{
    [Test]
    public async Task A_host_without_MVC_is_a_whole_server()
    {
        await using var host = await WholeHost.StartAsync(controllers: false);
        var client = host.CreateClient();
        Assert.That(host.App.Services.GetService<Microsoft.AspNetCore.Mvc.Infrastructure.IActionDescriptorCollectionProvider>(), Is.Null, "no MVC");

        var discovery = JsonElement.Parse(await client.GetStringAsync("/.well-known/openid-configuration"));
        var jwks = JsonElement.Parse(await client.GetStringAsync(discovery.GetProperty("jwks_uri").GetString()));
        Assert.That(jwks.GetProperty("keys").GetArrayLength(), Is.EqualTo(1));

        const string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        using var authorized = await client.GetAsync(discovery.GetProperty("authorization_endpoint").GetString()
            + "?response_type=code&client_id=web&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=openid&state=s"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
        Assert.That(authorized.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(authorized.Headers.Location!.Query)["code"].ToString();

        using var redeemed = await client.PostAsync(discovery.GetProperty("token_endpoint").GetString(), Form(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://app.example/cb"), ("code_verifier", verifier),
            ("client_id", "web"), ("client_secret", TestHost.Secret)));
        var tokens = JsonElement.Parse(await redeemed.Content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, discovery.GetProperty("userinfo_endpoint").GetString());
        request.Headers.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        using var userInfo = await client.SendAsync(request);
        Assert.That(JsonElement.Parse(await userInfo.Content.ReadAsStringAsync()).GetProperty("sub").GetString(), Is.EqualTo("usr_alice"));
    }

    [Test]
    public async Task Both_ways_answer_the_same()
    {
        await using var controllers = await WholeHost.StartAsync(controllers: true);
        await using var mapped = await WholeHost.StartAsync(controllers: false);
        Assert.Multiple(async () =>
        {
            foreach (var endpoint in Enum.GetValues<OAuthEndpoint>())
            {
                foreach (var method in (string[])["GET", "HEAD", "POST", "DELETE", "OPTIONS"])
                {
                    var path = controllers.PathOf(endpoint);
                    Assert.That(await AnswerAsync(mapped, method, path), Is.EqualTo(await AnswerAsync(controllers, method, path)), $"{method} {path}");
                }
            }
        });
    }

    [Test]
    public async Task Every_endpoint_has_one_row_and_something_that_answers()
    {
        await using var host = await WholeHost.StartAsync(controllers: false);
        await using var scope = host.App.Services.CreateAsyncScope();
        Assert.That(EndpointTable.Rows.Select(row => row.Endpoint), Is.EqualTo(Enum.GetValues<OAuthEndpoint>()), "a row is found by its number");
        Assert.That(
            EndpointTable.Rows.Select(row => scope.ServiceProvider.GetRequiredKeyedService<ServerEndpoint>(row.Endpoint).Endpoint),
            Is.EqualTo(Enum.GetValues<OAuthEndpoint>()));
    }

    [Test]
    public async Task What_is_switched_off_is_not_mounted()
    {
        await using var host = await TestHost.StartAsync(pipeline: app => app.MapAttesto(), hasControllers: false);
        using var answer = await host.PostAsync("/oauth/device_authorization");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_endpoint_with_a_controller_stays_with_that([Values] bool mapsControllers)
    {
        await using var host = await TestHost.StartAsync(pipeline: app => app.MapAttesto(), mapsControllers: mapsControllers);
        Assert.That(await AnswerAsync(host, "GET", "/.well-known/openid-configuration"), Does.StartWith("200"));
        Assert.That(await AnswerAsync(host, "POST", "/oauth/token"), Does.StartWith("400"));
    }

    [Test]
    public async Task What_the_host_adds_stands_on_every_route()
    {
        await using var host = await TestHost.StartAsync(
            pipeline: app => app.MapAttesto().WithMetadata(new TagsAttribute("mine")), hasControllers: false);
        var tags = host.Service<EndpointDataSource>().Endpoints.Where(route => route.Metadata.GetMetadata<AttestoEndpointAttribute>() is not null)
            .Select(route => route.Metadata.GetMetadata<TagsAttribute>()?.Tags.Single());
        Assert.That(tags, Is.Not.Empty.And.All.EqualTo("mine"));
    }

    [Test]
    public void A_group_would_move_what_discovery_advertises_and_is_refused() => Assert.That(
        async () => await TestHost.StartAsync(pipeline: app => app.MapGroup("/auth").MapAttesto(), hasControllers: false),
        Throws.InvalidOperationException.With.Message.Contains("/auth").And.Message.Contains("Attesto:Endpoints:PathPrefix"));

    [Test(Description = "RFC 9110 §9.2.1")]
    public async Task A_look_at_a_page_does_nothing([Values] bool controllers)
    {
        await using var host = await WholeHost.StartAsync(controllers);
        foreach (var endpoint in (OAuthEndpoint[])[OAuthEndpoint.Authorization, OAuthEndpoint.DeviceVerification, OAuthEndpoint.EndSession])
        {
            Assert.That(await AnswerAsync(host, "HEAD", host.PathOf(endpoint)), Does.StartWith("200 no-store"), $"{endpoint}");
        }

        Assert.That(host.Events, Is.Empty);
    }

    // All that a client sees, but what is new each time.
    private static async Task<string> AnswerAsync(TestHost host, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://app.example");
        request.Content = method is "POST" ? Form(("client_id", "web"), ("token", "x")) : null;
        using var response = await host.CreateClient().SendAsync(request);
        var headers = response.Headers.Where(header => header.Key is not "Location").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)response.StatusCode} {response.Headers.CacheControl} {response.Content.Headers.ContentType} {string.Join(" | ", headers)}\n"
            + await response.Content.ReadAsStringAsync();
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
