using System.Net.Http.Headers;
using System.Text.Json;
using Attesto.DpopClient;

namespace Attesto.AspNetCore.Tests.Endpoints;

/// <summary>A database that is out of order is told as such, with a word on when to come back: to a client, to a person, and to the caller of an API (RFC 9110 §15.6.4).</summary>
public sealed class OutageTests
{
    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync(attesto => attesto.UseClients((_, _) => throw new TimeoutException("secret detail")));

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_client_gets_temporarily_unavailable()
    {
        using var response = await _host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", "x"));
        await AssertUnavailableAsync(response);
    }

    [Test]
    public async Task A_person_gets_a_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth/authorize?client_id=web&response_type=code");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await _host.CreateClient().SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();
        Assert.That(((int)response.StatusCode, response.Headers.RetryAfter?.ToString()), Is.EqualTo((503, "5")));
        Assert.That(page, Does.Contain("""<code id="error-code">temporarily_unavailable</code>""").And.Not.Contain("secret detail"));
    }

    [Test]
    public async Task The_caller_of_an_api_is_not_told_that_the_token_is_bad()
    {
        await using var host = await ApiHost.StartAsync(replays: new LostReplays());
        using var key = new DpopKey(host.Server.Clock);
        var token = await host.TokenAsync(key: key);
        var proof = key.Prove(HttpMethod.Get, new Uri("https://api.example/reports"), token, nonce: null);
        using var response = await host.GetAsync("/reports", "DPoP", token, ("DPoP", proof));
        await AssertUnavailableAsync(response);
        Assert.That(response.Headers.WwwAuthenticate, Is.Empty);
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(((int)response.StatusCode, response.Headers.RetryAfter?.ToString()), Is.EqualTo((503, "5")), body);
        Assert.That(JsonElement.Parse(body).GetProperty("error").GetString(), Is.EqualTo("temporarily_unavailable"));
        Assert.That(body, Does.Not.Contain("secret detail"));
    }

    private sealed class LostReplays : IReplayStore
    {
        public Task<bool> TryAddAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken) => throw new TimeoutException("secret detail");
    }
}
