namespace Attesto.Load;

/// <summary>One field of the table: a kind of work on one server, and what its runs came to.</summary>
/// <param name="Row">The work.</param>
/// <param name="Column">The server.</param>
/// <param name="Server">Its process.</param>
/// <param name="Database">The process of its database, where that is one of its own.</param>
/// <param name="Path">What is asked for.</param>
/// <param name="Prepare">Makes the requests of a run, for so many seconds.</param>
internal sealed record Job(string Row, string Column, ServerProcess Server, int? Database, string Path, Func<int, Task<Requests>> Prepare)
{
    public List<Sample> Samples { get; } = [];

    /// <summary>How many answers make one of what the row counts.</summary>
    public int Answers { get; init; } = 1;

    /// <summary>True if each answer is a refusal, as a device gets that asks too early.</summary>
    public bool IsRefused { get; init; }

    public Task WarmUpAsync(int mostRuns) => WarmUp.RunAsync(mostRuns, async () => (await RunAsync(seconds: 1)).Node);

    public async Task CountAsync(int seconds) => Samples.Add(await RunAsync(seconds));

    private async Task<Sample> RunAsync(int seconds)
    {
        var requests = await Prepare(seconds);
        var (node, database) = (CpuTime.Of(Server.Id), Database is { } id ? CpuTime.Of(id) : 0);
        var run = await Wrk.RunAsync(Server.Url + Path, requests, seconds);
        var (nodeTime, databaseTime) = (CpuTime.Of(Server.Id) - node, Database is { } again ? CpuTime.Of(again) - database : 0);
        File.Delete(requests.File);
        var counted = run.Requests / (double)Answers;
        return new Sample(nodeTime / counted, databaseTime / counted, IsRefused ? run with { Errors = run.Requests - run.Errors } : run);
    }
}

/// <summary>What one run cost.</summary>
/// <param name="Node">Microseconds of the server's processor time for each request.</param>
/// <param name="Database">The same of the database's.</param>
/// <param name="Run">The run.</param>
internal sealed record Sample(double Node, double Database, WrkRun Run);
