using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Requests;

/// <summary>On real sockets, behind the framework's own forwarded-headers middleware, which rewrites the remote address before any endpoint runs.</summary>
public sealed class SocketPeerTests
{
    [TestCase("203.0.113.0/24", false, Description = "the address that a stranger claims is not the peer")]
    [TestCase("loopback", true, Description = "the peer is, whatever it claims")]
    public async Task Trust_is_decided_on_the_socket_peer(string trusted, bool counts)
    {
        await using var host = await TestHost.StartAsync(
            configuration: new() { ["Attesto:TrustedProxies:0"] = trusted },
            pipeline: static app =>
            {
                var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
                app.UseForwardedHeaders(options);
            },
            kestrel: true);
        using var client = new HttpClient { BaseAddress = Address(host) };
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "/oauth/token")
        { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "web"), new("client_secret", TestHost.Secret)]) };
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(counts ? HttpStatusCode.OK : HttpStatusCode.BadRequest), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task A_megabyte_on_a_real_socket_is_refused_as_an_oauth_error()
    {
        await using var host = await TestHost.StartAsync(kestrel: true);
        using var client = new HttpClient { BaseAddress = Address(host) };
        using var response = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("code", new string('a', 1024 * 1024))]));
        Assert.That(
            ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetString()), Is.EqualTo((400, "invalid_request")));
    }

    private static Uri Address(TestHost host) => new(host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
