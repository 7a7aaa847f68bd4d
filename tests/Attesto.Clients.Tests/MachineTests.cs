using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Attesto.Clients.Tests;

/// <summary>A service that calls an API in its own name: no person, no browser.</summary>
public sealed class MachineTests
{
    private const string Secret = Server.Secret;

    [Test(Description = "RFC 6749 §4.4")]
    public async Task A_service_calls_an_API_with_one_token_for_many_calls()
    {
        await using var internet = new Internet();
        await Server.StartAsync(internet, Worker());
        await internet.HostAsync(
            Server.Api, builder => AddApi(builder, internet), app => app.MapGet("/reports", (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization());
        var service = await internet.HostAsync("https://worker.example", builder => AddCalls(builder, internet), _ => { });

        var api = service.Services.GetRequiredService<IHttpClientFactory>().CreateClient("api");
        Assert.That(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.GetStringAsync("/reports"))), Is.All.EqualTo("cli_worker"));
        Assert.That(internet.Asked.Count(url => url.AbsolutePath == "/oauth/token"), Is.EqualTo(1));
    }

    private static void AddCalls(WebApplicationBuilder builder, Internet internet)
    {
        builder.Services.AddSingleton(TimeProvider.System).AddTransient<MachineTokens>();
        builder.Services.AddHttpClient("tokens").ConfigurePrimaryHttpMessageHandler(internet.NewHandler); // test
        builder.Services.AddHttpClient("api", api => api.BaseAddress = new Uri("https://api.example"))
            .ConfigurePrimaryHttpMessageHandler(internet.NewHandler) // test
            .AddHttpMessageHandler<MachineTokens>();
    }

    private static void AddApi(WebApplicationBuilder builder, Internet internet)
    {
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = "https://auth.example";
            options.Audience = "https://api.example";
            options.MapInboundClaims = false;
            options.BackchannelHttpHandler = internet.NewHandler();
        });
    }

    private static Client Worker() => new()
    {
        Id = "worker",
        Secrets = [ClientSecret.Of(Secret)],
        GrantTypes = [GrantTypes.ClientCredentials],
        AllowedScope = ScopeSet.Of("reports.read"),
    };
}
