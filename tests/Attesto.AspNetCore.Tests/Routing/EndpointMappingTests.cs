using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Routing;

/// <summary>A host that maps no controllers has the endpoints all the same, and nothing else that it did not ask for.</summary>
public sealed class EndpointMappingTests
{
    private const string Discovery = "/.well-known/openid-configuration";

    [Test]
    public async Task A_host_without_any_route_serves_the_endpoints()
    {
        await using var host = await TestHost.StartAsync(mapsControllers: false);
        Assert.That(await StatusOf(host, Discovery), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_host_with_routes_of_its_own_serves_both()
    {
        await using var host = await TestHost.StartAsync(mapsControllers: false, pipeline: app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/", () => "mine");
            app.MapFallback(() => "fallback");
        });
        Assert.That(await host.CreateClient().GetStringAsync("/"), Is.EqualTo("mine"));
        Assert.That(await host.CreateClient().GetStringAsync("/nowhere"), Is.EqualTo("fallback"));
        Assert.That(await host.CreateClient().GetStringAsync(Discovery), Does.Contain("token_endpoint"));
        Assert.That((await host.PostAsync("/oauth/token", ("grant_type", "x"))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_controller_that_the_host_did_not_map_stays_out_of_reach()
    {
        await using var host = await TestHost.StartAsync(mapsControllers: false, pipeline: app => app.MapGet("/", () => "mine"));
        Assert.That(await StatusOf(host, "/unmapped"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task What_the_host_demands_of_its_controllers_is_kept()
    {
        await using var host = await TestHost.StartAsync(
            attesto => attesto.Services.AddAuthorization().AddAuthentication("Shop").AddCookie("Shop"),
            mapsControllers: false,
            pipeline: app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapControllers().RequireAuthorization();
            });
        Assert.That(await StatusOf(host, "/unmapped"), Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await StatusOf(host, Discovery), Is.EqualTo(HttpStatusCode.OK));
        var routes = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText).ToList();
        Assert.That(routes.Count(route => route == Discovery.TrimStart('/')), Is.EqualTo(1), "mapped once");
    }

    [Test]
    public async Task A_fallback_policy_does_not_close_the_endpoints([Values] bool mapped)
    {
        await using var host = await TestHost.StartAsync(
            attesto => attesto.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder("Shop").RequireAuthenticatedUser().Build())
                .Services.AddAuthentication("Shop").AddCookie("Shop"),
            mapsControllers: false,
            pipeline: app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/", () => "mine");
                _ = mapped ? app.MapControllers() : null;
            });
        Assert.That(await StatusOf(host, "/"), Is.EqualTo(HttpStatusCode.Redirect), "the host's own");
        Assert.That(await StatusOf(host, Discovery), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpStatusCode> StatusOf(TestHost host, string path)
    {
        using var answer = await host.CreateClient().GetAsync(path);
        return answer.StatusCode;
    }
}

/// <summary>A controller of a host.</summary>
[Route("unmapped")]
public sealed class UnmappedController : ControllerBase
{
    [HttpGet]
    public string Get() => "mine";
}
