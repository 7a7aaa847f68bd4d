namespace Attesto.Faults.Table;

/// <summary>The database is out of order: whoever needs it is told to come back.</summary>
internal abstract record DatabaseCondition(string Name, string Rule) : Condition(Name, Rule)
{
    public override Answer AnswerOf(Call call) => call.NeedsDatabase ? Answer.Unavailable : Answer.AsEver;

    // Ours says that a dependency is unavailable; the drivers say what their statement met.
    public override bool Explains(string record) =>
        record.Contains("(dependency unavailable: True)", StringComparison.Ordinal) || record.StartsWith("fail: Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)
        || record.Contains("Npgsql", StringComparison.Ordinal);

    /// <summary>What calls get that change something, where reading goes on.</summary>
    protected static Answer OfChanges(Call call, Answer answer) => call.Writes ? answer : call.MayWrite ? Answer.AsEverOrUnavailable : Answer.AsEver;
}

internal sealed record DatabaseKilled() : DatabaseCondition("database killed", "Calls that need the database get 503.")
{
    public override Task BeginAsync(World world) => world.Database.KillAsync();

    public override Task EndAsync(World world) => world.Database.StartAgainAsync();
}

internal sealed record DatabaseReadOnly() : DatabaseCondition("database read-only", "Calls that change something get 503; reading goes on.")
{
    public override Answer AnswerOf(Call call) => OfChanges(call, Answer.Unavailable);

    public override Task BeginAsync(World world) => SetAsync(world, true);

    public override Task EndAsync(World world) => SetAsync(world, false);

    private static async Task SetAsync(World world, bool readOnly)
    {
        await world.Database.SetReadOnlyAsync(readOnly);
        while (await world.SqlAsync("SHOW default_transaction_read_only") != (readOnly ? "on" : "off"))
        {
            await Task.Delay(20, CancellationToken.None);
        }
    }
}

internal sealed record DiskFull() : DatabaseCondition("disk full", "Calls that change something get 503, or find room in a page that is there; reading goes on.")
{
    public override bool IsPossible => SmallDisk.IsPossible;

    // The assertion or the proof found room, what it was sent for did not.
    public override bool MayTakeEffectUntold => true;

    public override Answer AnswerOf(Call call) => OfChanges(call, Answer.AsEverOrUnavailable);

    public override Task BeginAsync(World world)
    {
        world.Disk!.Fill();
        return Task.CompletedTask;
    }

    public override Task EndAsync(World world)
    {
        world.Disk!.Free();
        return Task.CompletedTask;
    }
}

internal sealed record DatabaseSilent() : DatabaseCondition(
    "database silent", "Calls that need the database get 503, as soon as the time-outs of the connection have passed. What was under way may yet take effect.")
{
    public override bool MayTakeEffectUntold => true;

    public override Task BeginAsync(World world)
    {
        world.Link.FallSilent();
        return Task.CompletedTask;
    }

    public override Task EndAsync(World world)
    {
        world.Link.Reopen();
        return Task.CompletedTask;
    }
}

internal sealed record AnswersLost() : DatabaseCondition("connection reset after a change", "Calls that change something get 503; the change stands.")
{
    public override bool MayTakeEffectUntold => true;

    public override Answer AnswerOf(Call call) => OfChanges(call, Answer.Unavailable);

    public override Task BeginAsync(World world)
    {
        world.Link.LosesAnswers = true;
        return Task.CompletedTask;
    }

    public override Task EndAsync(World world)
    {
        world.Link.LosesAnswers = false;
        return Task.CompletedTask;
    }
}

internal sealed record PoolExhausted() : DatabaseCondition("connection pool exhausted", "Calls that need the database get 503.")
{
    private const string Blocker = "SELECT pid FROM pg_locks JOIN pg_class ON pg_class.oid = relation WHERE relname = 'lab_sessions' AND mode = 'AccessExclusiveLock' AND granted";
    private const int Connections = 2;

    private LabHost? _node;
    private Task _holding = Task.CompletedTask;
    private Task _waiting = Task.CompletedTask;

    public override async Task<LabHost?> StartNodeAsync(World world) =>
        _node = await world.StartNodeAsync($"Maximum Pool Size={Connections};Timeout=10;Command Timeout=3600");

    public override async Task BeginAsync(World world)
    {
        _holding = HoldAsync(world);
        await UntilAsync(world, Blocker, pids => pids.Length > 0);
        _waiting = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => world.SendAsync(Request.Get(world.Authorization(World.Public), World.Person()), _node)));
        await UntilAsync(world, "SELECT count(*) FROM pg_locks WHERE NOT granted", waiting => waiting == $"{Connections}");
    }

    public override async Task EndAsync(World world)
    {
        await world.SqlAsync($"SELECT pg_terminate_backend(pid) FROM ({Blocker}) AS blocker");
        await Task.WhenAll(_holding, _waiting);
        await _node!.DisposeAsync();
    }

    private static async Task HoldAsync(World world)
    {
        try
        {
            await world.SqlAsync("BEGIN; LOCK TABLE lab_sessions IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(3600)");
        }
        catch (InvalidOperationException)
        {
            // Terminated, as it was to be.
        }
    }

    private static async Task UntilAsync(World world, string sql, Func<string, bool> isSo)
    {
        while (!isSo(await world.SqlAsync(sql)))
        {
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
