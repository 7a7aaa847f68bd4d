using System.Net;

namespace Attesto.AspNetCore.Tests;

/// <summary>The issuer's keys at an API of its own: fetched rarely, kept long, never at a stranger's command.</summary>
public sealed class IssuerKeysTests
{
    private ApiHost _host = null!;

    [SetUp]
    public async Task Start() => _host = await ApiHost.StartAsync();

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test(Description = "unknown kids must not turn into a fetch storm")]
    public async Task A_flood_of_unknown_keys_fetches_once_a_minute_and_hurts_nobody()
    {
        var token = await _host.TokenAsync();
        using var first = await _host.GetAsync("/reports", "Bearer", token);
        var perFetch = _host.Fetched.Count;
        Assert.That(perFetch, Is.EqualTo(2), "metadata and keys, once");

        _host.Server.Clock.Advance(TimeSpan.FromSeconds(61));
        token = await _host.TokenAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var forged = await _host.GetAsync("/reports", "Bearer", WithKeyId(token, $"unknown-{i}"));
            Assert.That(forged.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        }));
        Assert.That(_host.Fetched.Count, Is.EqualTo(2 * perFetch));
        using var honest = await _host.GetAsync("/reports", "Bearer", token);
        Assert.That(honest.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        _host.Server.Clock.Advance(TimeSpan.FromSeconds(61));
        _host.Fetched.Fail = true;
        for (var i = 0; i < 5; i++)
        {
            using var forged = await _host.GetAsync("/reports", "Bearer", WithKeyId(await _host.TokenAsync(), $"more-{i}"));
        }

        Assert.That(_host.Fetched.Count, Is.EqualTo((2 * perFetch) + 1), "a failed try counts as well");
        using var still = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        Assert.That(still.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the keys at hand go on working");
    }

    [Test]
    public async Task An_issuer_that_cannot_be_reached_opens_nothing()
    {
        _host.Fetched.Fail = true;
        using var response = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_night_without_the_issuer_takes_no_API_down_and_a_week_does()
    {
        using var first = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        _host.Fetched.Fail = true;
        _host.Server.Clock.Advance(TimeSpan.FromHours(23));
        using var night = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        _host.Server.Clock.Advance(TimeSpan.FromHours(2));
        using var day = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        Assert.That((first.StatusCode, night.StatusCode, day.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
        _host.Fetched.Fail = false;
        _host.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        using var back = await _host.GetAsync("/reports", "Bearer", await _host.TokenAsync());
        Assert.That(back.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static string WithKeyId(string token, string keyId) => ApiTests.WithHeader(token, $$"""{"alg":"ES256","kid":"{{keyId}}","typ":"at+jwt"}""");
}
