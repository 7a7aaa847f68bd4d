using System.Diagnostics;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>Injects one fault after another, each of them at least once, and waits each time until every node serves again.</summary>
internal sealed class FaultInjector(Cluster cluster)
{
    private const int Rounds = 3;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Fault[] _faults = [.. Fault.All.Where(fault => fault.IsPossible)];

    public async Task RunAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        for (var turn = 0; !stop.IsCancellationRequested || (Missing is not null && turn < Rounds * _faults.Length); turn++)
        {
            await Task.Delay(Calm, CancellationToken.None);
            var fault = stop.IsCancellationRequested && Missing is { } missing ? missing : _faults[turn % _faults.Length];
            var began = clock.Elapsed;
            var name = await fault.InjectAsync(cluster) ? fault.Name : $"{fault.Name}, but a moment too late";
            var ended = clock.Elapsed;
            cluster.Tally.Injected(name);
            cluster.Tally.Recovered(await RecoverAsync());
            await TestContext.Progress.WriteLineAsync(
                $"[{began:mm\\:ss}] {name}, for {(ended - began).TotalSeconds:F1} s; every node serves again {(clock.Elapsed - ended).TotalSeconds:F1} s later");
        }
    }

    private Fault? Missing => Array.Find(_faults, fault => !cluster.Tally.Faults.Contains(fault.Name));

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
                    Assert.Fail($"{node.Url} did not recover within {Patience}:\n{node.Output}");
                }
            }
        }

        return clock.Elapsed;
    }

    private async Task<bool> ServesAsync(LabHost node) =>
        (await cluster.Clients.AuthorizeAsync(Clients.Public, node)).Code is { } code && (await cluster.Clients.RedeemAsync(code, Clients.Public, node)).IsGranted;
}
