namespace Attesto.Faults;

/// <summary>Something that happens to a cluster under load, and that it must come back from by itself.</summary>
internal abstract record Fault(string Name)
{
    /// <summary>False where this machine does not allow it.</summary>
    public virtual bool IsPossible => true;

    /// <summary>Lets it happen, and ends it: the machine is whole again, the service perhaps not yet.</summary>
    /// <returns>False if it did not happen at the moment that it was meant for.</returns>
    public abstract Task<bool> InjectAsync(Cluster cluster);

    /// <summary>Those of one run, in turn.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new ReadOnlyDatabase(),
        new FullDisk(),
        new NodeFreeze(),
        new BackendKill(),
        new NodeKill(Step.Redemption),
        new DatabaseKill(),
        new NodeKill(Step.Rotation),
        new NodeKill(Step.PushedCompletion),
    ];
}
