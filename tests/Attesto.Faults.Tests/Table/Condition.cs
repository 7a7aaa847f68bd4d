namespace Attesto.Faults.Table;

/// <summary>What a call gets.</summary>
internal enum Answer
{
    /// <summary>What it gets where nothing is wrong.</summary>
    AsEver,

    /// <summary>503 <c>temporarily_unavailable</c> with <c>Retry-After</c>, as JSON or as a page.</summary>
    Unavailable,

    /// <summary>One of the two, by chance.</summary>
    AsEverOrUnavailable,

    /// <summary>500 <c>server_error</c>, as JSON or as a page.</summary>
    Failed,

    /// <summary>400 <c>invalid_request</c>.</summary>
    Refused,

    /// <summary>Nobody waits for one.</summary>
    None,
}

/// <summary>A column of the table: something that is wrong while calls are made, and what they get then.</summary>
/// <param name="Name">What is wrong, for people.</param>
/// <param name="Rule">The documented answers, in a sentence.</param>
internal abstract record Condition(string Name, string Rule)
{
    /// <summary>False where this machine does not allow it.</summary>
    public virtual bool IsPossible => true;

    /// <summary>True if calls are made one by one.</summary>
    public virtual bool IsPerCall => false;

    /// <summary>True if a call may have taken effect though nobody was told.</summary>
    public virtual bool MayTakeEffectUntold => false;

    /// <summary>The documented answer.</summary>
    public abstract Answer AnswerOf(Call call);

    /// <summary>True if an Error record of the log names it.</summary>
    public virtual bool Explains(string record) => false;

    /// <summary>Starts the node to call, where the one that is there will not do; before requests are made, for on a busy machine they would grow old.</summary>
    /// <returns>The node, which belongs to the condition, or null.</returns>
    public virtual Task<LabHost?> StartNodeAsync(World world) => Task.FromResult<LabHost?>(null);

    /// <summary>Makes it so.</summary>
    public virtual Task BeginAsync(World world) => Task.CompletedTask;

    /// <summary>Just before a call, where calls are made one by one.</summary>
    public virtual Task ArmAsync(World world) => Task.CompletedTask;

    /// <summary>While calls wait for their answers.</summary>
    public virtual Task ContinueAsync(World world) => Task.CompletedTask;

    public virtual Task<Reply> SendAsync(World world, Request request, LabHost? node) => world.SendAsync(request, node);

    /// <summary>Mends it.</summary>
    public virtual Task EndAsync(World world) => Task.CompletedTask;

    public sealed override string ToString() => Name;
}
