using System.Diagnostics;

namespace Attesto.Faults;

/// <summary>Injects one fault after another, each of them at least once, and waits each time until every node serves again.</summary>
internal sealed class FaultInjector(Cluster cluster)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        for (var turn = 0; turn < Fault.All.Count || !stop.IsCancellationRequested; turn++)
        {
            await Task.Delay(Calm, CancellationToken.None);
            var fault = Fault.All[turn % Fault.All.Count];
            var began = clock.Elapsed;
            if (await fault.InjectAsync(cluster))
            {
                var ended = clock.Elapsed;
                cluster.Tally.Injected(fault.Name);
                cluster.Tally.Recovered(await RecoverAsync());
                await TestContext.Progress.WriteLineAsync(
                    $"[{began:mm\\:ss}] {fault.Name}, for {(ended - began).TotalSeconds:F1} s; every node serves again {(clock.Elapsed - ended).TotalSeconds:F1} s later");
            }
        }
    }

    // A whole code flow at every node: it reads and writes the database.
    private async Task<TimeSpan> RecoverAsync()
    {
        var clock = Stopwatch.StartNew();
        foreach (var node in cluster.Nodes)
        {
            while (!await ServesAsync(node))
            {
                if (clock.Elapsed > Patience)
                {
                    Assert.Fail($"{node.Url} did not recover within {Patience.TotalSeconds} s:\n{node.Output}");
                }
            }
        }

        return clock.Elapsed;
    }

    private async Task<bool> ServesAsync(LabHost node) =>
        (await cluster.Clients.AuthorizeAsync(Clients.Public, node)).Code is { } code && (await cluster.Clients.RedeemAsync(code, Clients.Public, node)).IsGranted;
}
