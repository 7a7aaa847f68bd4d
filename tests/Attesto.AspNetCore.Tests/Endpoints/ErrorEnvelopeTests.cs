using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Endpoints;

public sealed class ErrorEnvelopeTests
{
    [TestCase("/oauth/token")]
    [TestCase("/oauth/par")]
    [TestCase("/oauth/revoke")]
    [TestCase("/oauth/userinfo")]
    public async Task The_hosts_envelope_dresses_every_error_and_changes_no_code(string path)
    {
        await using var plain = await TestHost.StartAsync();
        await using var dressed = await TestHost.StartAsync(attesto => attesto.Services.AddSingleton<IErrorEnvelope, Envelope>());
        using var expected = await Send(plain, path);
        using var response = await Send(dressed, path);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(body.GetProperty("problem").GetProperty("error").GetString(),
            Is.EqualTo(JsonElement.Parse(await expected.Content.ReadAsStringAsync()).GetProperty("error").GetString()));
        Assert.That(body.GetProperty("status").GetInt32(), Is.EqualTo((int)expected.StatusCode).And.EqualTo((int)response.StatusCode));
        Assert.That(response.Headers.GetValues("X-Challenge").Single(), Is.EqualTo(expected.Headers.WwwAuthenticate.ToString()));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-store, private"));
    }

    private static Task<HttpResponseMessage> Send(TestHost host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Authorization = path.EndsWith("userinfo", StringComparison.Ordinal)
            ? new AuthenticationHeaderValue("Bearer", "nonsense")
            : new AuthenticationHeaderValue("Basic", "d2ViOndyb25n");
        return host.CreateClient().SendAsync(request);
    }

    private sealed class Envelope : IErrorEnvelope
    {
        public JsonObject Reshape(HttpContext http, int status, JsonObject body) => new() { ["status"] = status, ["problem"] = body };

        public void WriteChallenge(HttpResponse response, string challenge) => response.Headers["X-Challenge"] = challenge;

        public void WriteNoStore(HttpResponse response) => response.Headers.CacheControl = "no-store, private";
    }
}
