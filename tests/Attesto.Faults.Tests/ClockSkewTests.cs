using System.Diagnostics;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>Nodes whose clocks are up to thirty seconds apart: nothing that one gives is refused by another.</summary>
public sealed class ClockSkewTests
{
    private const int Skew = 15;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1.1);

    private Cluster _cluster = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!SkewedClock.IsInstalled)
        {
            Assert.Ignore("libfaketime is not installed.");
        }

        _cluster = await Cluster.StartAsync(TimeSpan.FromSeconds(-Skew), TimeSpan.Zero, TimeSpan.FromSeconds(Skew));
    }

    [OneTimeTearDown]
    public async Task Stop() => await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public Task Every_grant_of_one_node_is_good_at_every_other() => Load.RunAsync(_cluster, Duration, stop => Task.Delay(Duration, CancellationToken.None));

    [Test]
    public async Task A_node_shows_its_own_clock()
    {
        var asked = Stopwatch.StartNew();
        var issued = await Task.WhenAll(_cluster.Nodes.Select(IssuedAtAsync));
        Assert.That(issued[2] - issued[0], Is.EqualTo(2 * Skew).Within(2 + asked.Elapsed.TotalSeconds));
    }

    [Test]
    public async Task A_device_that_keeps_the_interval_is_not_told_to_slow_down()
    {
        var deviceCode = (await _cluster.Clients.StartDeviceAsync())["device_code"]!;
        foreach (var node in _cluster.Nodes.Concat(_cluster.Nodes.Reverse()))
        {
            Assert.That((await _cluster.Clients.PollAsync(deviceCode, node))["error"], Is.EqualTo("authorization_pending"));
            await Task.Delay(PollInterval);
        }
    }

    private async Task<long> IssuedAtAsync(LabHost node)
    {
        var token = await _cluster.Clients.CredentialsAsync(_cluster.Clients.Proof(), node);
        var payload = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token["access_token"]!.Split('.')[1]))!;
        return (long)payload["iat"]!;
    }
}
