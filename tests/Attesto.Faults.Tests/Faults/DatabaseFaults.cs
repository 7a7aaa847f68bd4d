namespace Attesto.Faults;

/// <summary><c>kill -9</c> of every process of the database; then it is started again.</summary>
internal sealed record DatabaseKill() : Fault("database killed")
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(1);

    public override async Task<bool> InjectAsync(Cluster cluster)
    {
        await cluster.Database.KillAsync();
        await Task.Delay(Away);
        await cluster.Database.StartAgainAsync();
        return true;
    }
}

/// <summary><c>kill -9</c> of one connection's process: the database crashes, and recovers by itself.</summary>
internal sealed record BackendKill() : Fault("database crashed")
{
    public override async Task<bool> InjectAsync(Cluster cluster)
    {
        await cluster.Database.KillBackendAsync(Cluster.DatabaseName);
        return true;
    }
}

/// <summary>The database takes no writes for a while.</summary>
internal sealed record ReadOnlyDatabase() : Fault("database read-only")
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(2);

    public override async Task<bool> InjectAsync(Cluster cluster)
    {
        await cluster.Database.SetReadOnlyAsync(true);
        await Task.Delay(Lasting);
        await cluster.Database.SetReadOnlyAsync(false);
        return true;
    }
}

/// <summary>The disk under the tables is full for a while.</summary>
internal sealed record FullDisk() : Fault("disk full")
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(2);

    public override bool IsPossible => SmallDisk.IsPossible;

    public override async Task<bool> InjectAsync(Cluster cluster)
    {
        cluster.Disk!.Fill();
        await Task.Delay(Lasting);
        cluster.Disk.Free();
        return true;
    }
}
