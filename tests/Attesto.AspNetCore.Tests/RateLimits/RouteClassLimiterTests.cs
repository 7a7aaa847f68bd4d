using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests.RateLimits;

public sealed class RouteClassLimiterTests
{
    [Test]
    public async Task Too_many_requests_are_an_oauth_error_and_other_classes_and_addresses_go_on()
    {
        await using var host = await TestHost.StartAsync(configuration: new()
        {
            ["Attesto:RateLimits:Protocol"] = "2",
            ["Attesto:RateLimits:Window"] = "00:10:00",
            ["Attesto:TrustedProxies:0"] = "any",
        });
        await Token(host, "203.0.113.1");
        await Token(host, "203.0.113.1");
        using var refused = await Token(host, "203.0.113.1");
        Assert.That((int)refused.StatusCode, Is.EqualTo(429));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.FromMinutes(5)));
        Assert.That(JsonElement.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("error").GetString(), Is.EqualTo("temporarily_unavailable"));
        using var other = await Token(host, "203.0.113.2");
        using var document = await host.CreateClient().GetAsync("/.well-known/jwks.json");
        Assert.That((other.StatusCode, document.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.OK)));
    }

    [Test]
    public async Task One_subscriber_is_one_ipv6_prefix()
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:RateLimits:Protocol"] = "1", ["Attesto:TrustedProxies:0"] = "any" });
        await Token(host, "2001:db8:0:1::1");
        using var neighbour = await Token(host, "2001:db8:0:1:ffff::2");
        using var stranger = await Token(host, "2001:db8:0:2::1");
        Assert.That(((int)neighbour.StatusCode, (int)stranger.StatusCode), Is.EqualTo((429, 400)));
    }

    [Test(Description = "RFC 8628 §5.1: user codes are a small space")]
    public async Task Device_codes_are_limited_by_default_and_the_log_says_so_once()
    {
        var log = new Lines();
        await using var host = await TestHost.StartAsync(
            attesto => attesto.Services.AddSingleton<ILoggerProvider>(log),
            new() { ["Attesto:Device:Enabled"] = "true", ["Attesto:TrustedProxies:0"] = "any" });
        var answers = new List<int>();
        for (var i = 0; i < 63; i++)
        {
            using var response = await Send(host, "/oauth/device_authorization", "203.0.113.1");
            answers.Add((int)response.StatusCode);
        }

        Assert.That(answers.Count(status => status == 429), Is.EqualTo(3));
        Assert.That(log.Written.Count(line => line.StartsWith("203.0.113.1 made more than 60", StringComparison.Ordinal)), Is.EqualTo(1));
        using var stranger = await Send(host, "/oauth/device_authorization", "203.0.113.2");
        using var token = await Token(host, "203.0.113.1");
        Assert.That(((int)stranger.StatusCode, (int)token.StatusCode), Is.EqualTo((400, 400)));
    }

    private static Task<HttpResponseMessage> Token(TestHost host, string address) => Send(host, "/oauth/token", address);

    private static async Task<HttpResponseMessage> Send(TestHost host, string path, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([]), Headers = { { "X-Forwarded-For", address } } };
        return await host.CreateClient().SendAsync(request);
    }
}
