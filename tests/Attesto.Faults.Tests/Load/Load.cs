namespace Attesto.Faults;

/// <summary>Every scenario at once, for a while, and the reckoning afterwards.</summary>
internal static class Load
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs, audits, prints the tally, and fails if a promise was broken or a scenario never got anywhere.</summary>
    /// <param name="cluster">The nodes.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="meanwhile">What happens to them meanwhile; the load ends with it.</param>
    public static async Task RunAsync(Cluster cluster, TimeSpan duration, Func<CancellationToken, Task> meanwhile)
    {
        var holdings = new Holdings(cluster);
        Scenario[] scenarios =
        [
            new CodeRace(cluster), new PushedRace(cluster), new ConsentRace(cluster), new DeviceRace(cluster), new DecisionRace(cluster),
            new ReplayRace(cluster), new RevocationRace(cluster), new LogoutRace(cluster),
            new RotationChain(cluster, holdings), new RotationChain(cluster, holdings), new RotationRace(cluster, holdings), new Collector(cluster, holdings),
        ];
        using var stop = new CancellationTokenSource();
        var running = scenarios.Select(scenario => Task.Run(() => scenario.RunAsync(stop.Token))).ToList();
        using var enough = new CancellationTokenSource(duration);
        try
        {
            await meanwhile(enough.Token);
            await WaitUntilAllWereServedAsync(cluster.Tally);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(running);
        await holdings.AuditAsync();
        await DatabaseAudit.RunAsync(cluster);

        var tally = cluster.Tally;
        await TestContext.Progress.WriteLineAsync($"{cluster.Nodes.Count} nodes, {duration.TotalSeconds} s; {holdings.Count} refresh tokens tried at the end\n{tally.Report()}");
        Assert.Multiple(() =>
        {
            Assert.That(tally.DoubleSpends, Is.Empty);
            Assert.That(tally.LostAcknowledgements, Is.Empty);
            Assert.That(tally.Revived, Is.Empty);
            Assert.That(tally.Unclean, Is.Empty);
            Assert.That(Unserved(tally), Is.Empty, "no such request was ever served");
        });
    }

    // On a busy machine a short run may be over before the slowest scenario came round.
    private static async Task WaitUntilAllWereServedAsync(Tally tally)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Unserved(tally).Any() && !patience.IsCancellationRequested)
        {
            await Task.Delay(100);
        }
    }

    private static IEnumerable<Step> Unserved(Tally tally) => Enum.GetValues<Step>().Where(step => tally.Served(step) == 0);
}
