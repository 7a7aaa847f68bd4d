using Attesto.Faults.Table;

namespace Attesto.Faults;

/// <summary>Every endpoint and page, and everything that may be wrong: each call gets the documented answer, nothing acknowledged is lost, and no Error record is
/// about something else. After a change of the table, run this with the environment variable ATTESTO_APPROVE set to 1 and commit docs/faults.md.</summary>
[Parallelizable]
public sealed class FaultTableTests
{
    private const int AtOnce = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private World _world = null!;

    private static IEnumerable<string> Conditions => FaultTable.Conditions.Select(condition => condition.Name);

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed.");
        }

        _world = await World.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop() => await (_world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCaseSource(nameof(Conditions))]
    public async Task Every_call_gets_the_documented_answer(string name)
    {
        var condition = FaultTable.Conditions.Single(each => each.Name == name);
        if (!condition.IsPossible)
        {
            Assert.Ignore("File systems may not be mounted here.");
        }

        var node = await condition.StartNodeAsync(_world);
        var requests = await EachAsync(call => call.PrepareAsync(_world));
        var (logged, loggedBefore) = (node is null ? _world.Node.Logged : 0, _world.Node.Logged);
        await condition.BeginAsync(_world);
        Reply[] replies;
        try
        {
            replies = await AnswersAsync(condition, requests, node);
        }
        finally
        {
            await condition.EndAsync(_world);
        }

        var faults = FaultTable.Calls.Select((call, row) => FaultTable.FaultOf(call, condition, replies[row])).ToList();
        faults.AddRange(await EachAsync(async (call, row) =>
            call.IsServed(replies[row]) ? await Acknowledged.FindLossAsync(_world, call, requests[row], replies[row]) : null));
        faults.AddRange(await EachAsync(async (call, row) => FaultTable.FaultOf(call, condition, replies[row], await AgainAsync(call, requests[row]))));
        faults.AddRange((node ?? _world.Node).ErrorsFrom(logged).Where(record => !condition.Explains(record)).Select(record => $"logged as an error: {record}"));
        List<string> found = [.. faults.OfType<string>()];
        Assert.That(found, Is.Empty, () => string.Join("\n", [.. found, "the node that is always there logged:", .. _world.Node.ErrorsFrom(loggedBefore)]));
    }

    [Test]
    public void The_page_is_that_of_the_table()
    {
        var file = Path.Combine(Checkout.Root, "docs", "faults.md");
        if (Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1")
        {
            File.WriteAllText(file, FaultTablePage.Text());
        }

        Assert.That(File.ReadAllText(file).ReplaceLineEndings("\n"), Is.EqualTo(FaultTablePage.Text()), "run with ATTESTO_APPROVE=1 and commit the file");
    }

    private async Task<Reply[]> AnswersAsync(Condition condition, Request[] requests, LabHost? node)
    {
        if (!condition.IsPerCall)
        {
            var answers = requests.Select((request, row) => Task.Run(() => AnswerAsync(condition, FaultTable.Calls[row], request, node))).ToList();
            await condition.ContinueAsync(_world);
            return await Task.WhenAll(answers);
        }

        var replies = new List<Reply>();
        foreach (var (row, request) in requests.Index())
        {
            await condition.ArmAsync(_world);
            replies.Add(await AnswerAsync(condition, FaultTable.Calls[row], request, node));
        }

        return [.. replies];
    }

    // The client's site has five seconds to answer: too few on a busy machine.
    private async Task<Reply> AnswerAsync(Condition condition, Call call, Request request, LabHost? node)
    {
        using var patience = new CancellationTokenSource(Patience);
        var reply = await condition.SendAsync(_world, request, node);
        while (call.Has(Needs.Site) && condition is not SiteHangs && FaultTable.FaultOf(call, condition, reply) is not null && !patience.IsCancellationRequested)
        {
            await Task.Delay(200, CancellationToken.None);
            reply = await condition.SendAsync(_world, request, node);
        }

        return reply;
    }

    // What could not be fetched is asked for again after some seconds.
    private async Task<Reply> AgainAsync(Call call, Request request)
    {
        using var patience = new CancellationTokenSource(Patience);
        var again = await _world.SettleAsync(request);
        while (call.Has(Needs.Site) && !call.IsSingleUse && !call.IsServed(again) && !patience.IsCancellationRequested)
        {
            await Task.Delay(200, CancellationToken.None);
            again = await _world.SettleAsync(request);
        }

        return again;
    }

    private static Task<T[]> EachAsync<T>(Func<Call, Task<T>> work) => EachAsync((call, _) => work(call));

    private static async Task<T[]> EachAsync<T>(Func<Call, int, Task<T>> work)
    {
        var results = new T[FaultTable.Calls.Count];
        await Parallel.ForEachAsync(FaultTable.Calls.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (row, _) =>
            results[row.Index] = await work(row.Item, row.Index));
        return results;
    }
}
