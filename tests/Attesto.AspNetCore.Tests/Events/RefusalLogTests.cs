using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests.Events;

/// <summary>A refusal is told to whoever runs the server, with its cure, once in a while for each client and reason.</summary>
public sealed class RefusalLogTests
{
    [Test]
    public async Task A_refused_authorization_request_names_the_client_the_check_and_the_cure_once_a_minute()
    {
        var log = new Lines();
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<ILoggerProvider>(log));
        for (var i = 0; i < 3; i++)
        {
            using var refused = await host.CreateClient().GetAsync("/oauth/authorize?response_type=code&client_id=spa&redirect_uri=https%3A%2F%2Fspa.example%2Fcb&state=s");
        }

        var told = log.Written.Where(line => line.Contains("code_challenge", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Does.StartWith("Client spa was refused").And.Contain("RequirePkce=false"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var later = await host.CreateClient().GetAsync("/oauth/authorize?response_type=code&client_id=spa&redirect_uri=https%3A%2F%2Fspa.example%2Fcb&state=s");
        Assert.That(log.Written.Count(line => line.Contains("code_challenge", StringComparison.Ordinal)), Is.EqualTo(2));
        await host.App.StopAsync();
        Assert.That($"{host.Events.First().Metadata["cure"]}", Does.Contain("RequirePkce=false"), "the event says the same");
    }

    [Test]
    public async Task A_client_that_invents_scopes_fills_no_log()
    {
        var log = new Lines();
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<ILoggerProvider>(log));
        for (var i = 0; i < 5; i++)
        {
            using var refused = await host.PostAsync(
                "/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", $"invented:{i}"));
        }

        Assert.That(log.Written.Where(line => line.Contains("invented", StringComparison.Ordinal)).Single(), Does.Contain("the scope invented:0 is unknown"));
    }

    [Test]
    public async Task A_request_without_a_token_is_told_to_nobody()
    {
        var log = new Lines();
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<ILoggerProvider>(log));
        using var bare = await host.CreateClient().GetAsync("/oauth/userinfo");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth/userinfo") { Headers = { { "Authorization", "Bearer x" } } };
        using var wrong = await host.CreateClient().SendAsync(request);
        var told = log.Written.Where(line => line.Contains("was refused", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Does.Contain("invalid_token").And.Not.Contain("null"));
    }

    [Test]
    public async Task A_failed_client_authentication_is_told_without_what_was_sent()
    {
        var log = new Lines();
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<ILoggerProvider>(log));
        using var wrong = await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", "hunter2"));
        using var forged = await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "x\nFORGED"), ("client_secret", "hunter2"));
        Assert.That(log.Written.Where(line => line.Contains("invalid_client", StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(string.Concat(log.Written), Does.Contain("Client web was refused").And.Not.Contain("hunter2").And.Not.Contain("\n"));
    }

    [Test(Description = "RFC 7523 §3")]
    public async Task A_refused_assertion_is_told_with_the_check_that_failed()
    {
        var log = new Lines();
        await using var host = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<ILoggerProvider>(log));
        using var refused = await host.PostAsync(
            "/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_assertion", "x.y.z"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        Assert.That(log.Written.Single(line => line.Contains("invalid_client", StringComparison.Ordinal)), Does.Contain("(check: Malformed)"));
        Assert.That(await refused.Content.ReadAsStringAsync(), Is.EqualTo("""{"error":"invalid_client","error_description":"client authentication failed"}"""));
    }
}
