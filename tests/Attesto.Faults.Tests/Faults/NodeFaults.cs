using System.Diagnostics;

namespace Attesto.Faults;

/// <summary><c>kill -9</c> of a node while a certain request is under way on it; then it is started again.</summary>
internal sealed record NodeKill(Step During) : Fault($"node killed during {During}")
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(1);

    public override async Task<bool> InjectAsync(Cluster cluster)
    {
        var (victim, clock) = (cluster.Client.Next(), Stopwatch.StartNew());
        while (cluster.Client.UnderWay(victim, During) == 0 && clock.Elapsed < Patience)
        {
            await Task.Delay(1);
        }

        var killed = victim.KillAsync();
        var cutOff = Enum.GetValues<Step>().ToDictionary(step => step, step => cluster.Client.UnderWay(victim, step));
        foreach (var (step, requests) in cutOff.Where(step => step.Value > 0))
        {
            cluster.Tally.CutOff(step, requests);
        }

        await killed;
        await Task.Delay(Away);
        await victim.StartAgainAsync();
        return cutOff[During] > 0; // else it was answered in the last moment
    }
}

/// <summary>A node stands still for a while and then goes on, as if nothing had been.</summary>
internal sealed record NodeFreeze() : Fault("node frozen")
{
    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(2);

    public override async Task<bool> InjectAsync(Cluster cluster)
    {
        var victim = cluster.Client.Next();
        await victim.FreezeAsync();
        await Task.Delay(Asleep);
        await victim.ThawAsync();
        return true;
    }
}
