using System.Net.Http.Headers;
using System.Text.Json;
using Attesto.DpopClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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

    [Test]
    public async Task A_caller_who_hangs_up_is_no_outage_also_where_the_driver_waited_in_vain_for_its_cancellation()
    {
        using var replays = new SilentReplays();
        await using var host = await ApiHost.StartAsync(replays: replays);
        using var lines = new Lines(LogLevel.Information);
        host.Api.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        using var key = new DpopKey(host.Server.Clock);
        var token = await host.TokenAsync(key: key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/reports");
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Add("DPoP", key.Prove(HttpMethod.Get, new Uri("https://api.example/reports"), token, nonce: null));
        using var caller = new CancellationTokenSource();
        using var client = host.CreateClient();
        var call = client.SendAsync(request, caller.Token);
        await replays.IsAsked.WaitAsync();
        await caller.CancelAsync();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => lines.Written, Has.Some.Contains("was not authenticated").After(60_000, 10));
        Assert.That(lines.Written, Has.None.Contains("dependency is unavailable"));
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(((int)response.StatusCode, response.Headers.RetryAfter?.ToString()), Is.EqualTo((503, "5")), body);
        Assert.That(JsonElement.Parse(body).GetProperty("error").GetString(), Is.EqualTo("temporarily_unavailable"));
        Assert.That(body, Does.Not.Contain("secret detail"));
    }

    // As Npgsql does where the server does not take the cancellation in time.
    private sealed class SilentReplays : IReplayStore, IDisposable
    {
        public SemaphoreSlim IsAsked { get; } = new(0);

        public async Task<bool> TryAddAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
        {
            IsAsked.Release();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException("Query was cancelled", new TimeoutException("Timeout during reading attempt"), cancellationToken);
            }

            return true;
        }

        public void Dispose() => IsAsked.Dispose();
    }

    private sealed class LostReplays : IReplayStore
    {
        public Task<bool> TryAddAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken) => throw new TimeoutException("secret detail");
    }
}
