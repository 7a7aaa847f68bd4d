using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Attesto.AspNetCore.Tests.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Attesto.AspNetCore.Tests.Telemetry;

[NonParallelizable]
public sealed class TelemetryTests
{
    [Test]
    public async Task Requests_and_events_are_traced_and_measured_without_secrets()
    {
        var (spans, measured) = (new ConcurrentBag<Activity>(), new ConcurrentBag<string>());
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Attesto",
            Sample = (ref _) =>
            ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add
        };
        ActivitySource.AddActivityListener(activities);
        using var meters =
            new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == "Attesto") { listener.EnableMeasurementEvents(instrument); } } };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Add($"{instrument.Name} {Text(tags)}"));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Add($"{instrument.Name} {Text(tags)}"));
        meters.Start();

        await using var host = await TestHost.StartAsync();
        using var good = await host.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret));
        using var bad = await host.PostAsync("/oauth/token", ("grant_type", "made-up"), ("client_id", "web"), ("client_secret", TestHost.Secret));

        Assert.That(measured,
            Does.Contain("attesto.request.duration attesto.endpoint=Token").And.Contains("attesto.request.duration attesto.endpoint=Token error.type=unsupported_grant_type"));
        Assert.That(measured, Does.Contain("attesto.events attesto.event=TokenIssued").And.Contains("attesto.events attesto.event=TokenDenied"));
        Assert.That(measured, Has.None.Contains("made-up"), "what a client makes up is no metric");
        var tags = spans.SelectMany(span => span.Tags).Select(tag => $"{tag.Key}={tag.Value}").ToList();
        Assert.That(tags, Does.Contain("oauth.client_id=web").And.Contains("error.type=unsupported_grant_type"));
        Assert.That(tags, Has.None.Contains(TestHost.Secret));
    }

    [Test]
    public async Task Every_endpoint_has_its_span()
    {
        var spans = new ConcurrentBag<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Attesto",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Add(span.OperationName),
        };
        ActivitySource.AddActivityListener(activities);
        await using var host = await WholeHost.StartAsync(controllers: true);
        foreach (var row in EndpointTable.Rows)
        {
            using var request = new HttpRequestMessage(new HttpMethod(row.Routes[0].Methods[0]), host.PathOf(row.Endpoint));
            using var answer = await host.CreateClient().SendAsync(request);
        }

        Assert.That(spans, Is.EquivalentTo(Enum.GetNames<OAuthEndpoint>().Select(name => $"attesto {name}")));
    }

    [Test]
    public async Task The_health_check_needs_keys_and_stores()
    {
        await using var healthy = await StartWithHealth(null);
        await using var broken = await StartWithHealth(attesto => attesto.Services.AddScoped(_ =>
        {
            var store = new Mock<Attesto.IPushedRequestStore>();
            store.Setup(s => s.FindAsync(It.IsAny<TokenHash>(), It.IsAny<CancellationToken>())).ThrowsAsync(new TimeoutException());
            return store.Object;
        }));
        using var up = await healthy.CreateClient().GetAsync("/health");
        using var down = await broken.CreateClient().GetAsync("/health");
        Assert.That(((int)up.StatusCode, (int)down.StatusCode), Is.EqualTo((200, 503)));
    }

    private static Task<TestHost> StartWithHealth(Action<AttestoBuilder>? attesto) => TestHost.StartAsync(
        builder =>
        {
            builder.Services.AddHealthChecks().AddAttesto();
            attesto?.Invoke(builder);
        },
        pipeline: static app => app.MapHealthChecks("/health"));

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
