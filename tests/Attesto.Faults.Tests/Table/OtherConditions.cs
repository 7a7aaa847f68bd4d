namespace Attesto.Faults.Table;

internal sealed record NothingWrong() : Condition("nothing", "What the call is made for.")
{
    public override Answer AnswerOf(Call call) => Answer.AsEver;
}

internal sealed record ClientHangsUp() : Condition("client hangs up", "Nobody waits for an answer, nothing is logged as an error, and the same call is good afterwards.")
{
    public override bool MayTakeEffectUntold => true;

    public override Answer AnswerOf(Call call) => Answer.None;

    public override async Task<Reply> SendAsync(World world, Request request, LabHost? node)
    {
        await request.HangUpAsync(world.Node.Url);
        return Reply.None;
    }
}

internal sealed record SiteHangs() : Condition(
    "the client's site hangs", "Calls that need its keys get 503, an authorization request of a metadata document 400, for as long as ten seconds. A notice of a sign-out waits.")
{
    private TaskCompletionSource _hanging = new();

    public override Answer AnswerOf(Call call) => !call.Has(Needs.Site) ? Answer.AsEver : call.IsPage ? Answer.Refused : Answer.Unavailable;

    public override Task BeginAsync(World world)
    {
        _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Site.Answering = _hanging.Task;
        return Task.CompletedTask;
    }

    public override Task EndAsync(World world)
    {
        _hanging.SetResult();
        return Task.CompletedTask;
    }
}

internal sealed record RingUnreadable() : Condition("key ring unreadable", "Pages that protect something get 503: none says that a person is signed out or a code unknown.")
{
    private LabHost? _node;

    public override Answer AnswerOf(Call call) => call.Has(Needs.Ring) ? Answer.Unavailable : Answer.AsEver;

    public override bool Explains(string record) =>
        record.Contains("57P03", StringComparison.Ordinal) || record.Contains("FROM data_protection_keys", StringComparison.Ordinal)
        || record.StartsWith("fail: Microsoft.AspNetCore.DataProtection.", StringComparison.Ordinal);

    public override async Task<LabHost?> StartNodeAsync(World world)
    {
        await world.SqlAsync(
            """
            CREATE FUNCTION unreadable() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '57P03'; END $$;
            ALTER TABLE data_protection_keys RENAME TO ring;
            CREATE VIEW data_protection_keys AS SELECT * FROM ring WHERE unreadable();
            """);
        return _node = await world.StartNodeAsync();
    }

    public override async Task EndAsync(World world)
    {
        await _node!.DisposeAsync();
        await world.SqlAsync("DROP VIEW data_protection_keys; DROP FUNCTION unreadable(); ALTER TABLE ring RENAME TO data_protection_keys");
    }
}

internal sealed record PolicyFails() : Condition("a policy of the host fails", "Calls that ask it get 500 server_error; its table is missing here, which no retry mends.")
{
    public override Answer AnswerOf(Call call) => call.Has(Needs.Sessions | Needs.SessionChange) ? Answer.Failed : Answer.AsEver;

    public override bool Explains(string record) =>
        record.Contains("(dependency unavailable: False)", StringComparison.Ordinal) || record.StartsWith("fail: Microsoft.EntityFrameworkCore.", StringComparison.Ordinal);

    public override async Task BeginAsync(World world) => await world.SqlAsync("ALTER TABLE lab_sessions RENAME TO away");

    public override async Task EndAsync(World world) => await world.SqlAsync("ALTER TABLE away RENAME TO lab_sessions");
}

internal sealed record NodeStandsStill() : Condition("the node stands still", "The same answers as ever, once it goes on.")
{
    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(1);

    public override Answer AnswerOf(Call call) => Answer.AsEver;

    public override Task BeginAsync(World world) => world.Node.FreezeAsync();

    public override async Task ContinueAsync(World world)
    {
        await Task.Delay(Asleep);
        await world.Node.ThawAsync();
    }
}
