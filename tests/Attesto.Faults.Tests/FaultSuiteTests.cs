using System.Globalization;

namespace Attesto.Faults;

/// <summary>Three nodes on one PostgreSQL under load, killed and frozen in turn, and the database with them. Each fault happens at least once;
/// <c>ATTESTO_FAULT_SECONDS</c> says for how long it goes on.</summary>
[Parallelizable] // most of its time, and of the table's, is waiting
public sealed class FaultSuiteTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("ATTESTO_FAULT_SECONDS") ?? "20", CultureInfo.InvariantCulture));

    [Test]
    public async Task Nothing_is_spent_twice_and_nothing_acknowledged_is_lost()
    {
        await using var cluster = await Cluster.StartAsync(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var injector = new FaultInjector(cluster);
        await Load.RunAsync(cluster, Duration, injector.RunAsync);

        var tally = cluster.Tally;
        Assert.Multiple(() =>
        {
            Assert.That(tally.Faults, Is.SupersetOf(Fault.All.Where(fault => fault.IsPossible).Select(fault => fault.Name)), "every fault was injected");
            Assert.That(new[] { Step.Redemption, Step.Rotation, Step.PushedCompletion }.Select(tally.CutOff), Is.All.Positive, "something was under way");
        });
    }
}
