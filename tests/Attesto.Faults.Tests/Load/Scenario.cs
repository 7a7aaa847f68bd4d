using System.Diagnostics;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>Something that clients do over and over, and what must hold whatever happens to the nodes meanwhile.</summary>
internal abstract class Scenario(Cluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    // Client, nodes and database share a machine: nodes that are to start again need some of it.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    protected Clients Clients => cluster.Clients;

    protected RoundRobinClient Front => cluster.Client;

    protected ClientSite Site => cluster.Site;

    protected Tally Tally => cluster.Tally;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await PlayAsync(stop);
            await PauseAsync();
        }
    }

    /// <summary>Once. Returns soon after it is asked to stop, but never leaves a question open.</summary>
    protected abstract Task PlayAsync(CancellationToken stop);

    protected static Task PauseAsync() => Task.Delay(Pace, CancellationToken.None);

    /// <summary>Asks again, each time another node, until the answer tells something, or nobody has answered for long.</summary>
    protected static async Task<Reply> SettleAsync(Func<Task<Reply>> request)
    {
        var clock = Stopwatch.StartNew();
        var reply = await request();
        while (reply.IsUnsettled && clock.Elapsed < Patience)
        {
            await Task.Delay(Retry, CancellationToken.None);
            reply = await request();
        }

        return reply;
    }

    /// <summary>A race for something that only one may get. Whoever was told that he won, did; if all were answered, somebody won.</summary>
    /// <returns>The winner's answer, or null if it was lost on its way.</returns>
    protected async Task<Reply?> RaceAsync(string prize, Func<LabHost, Task<Reply>> request)
    {
        var replies = await Front.RaceAsync(request);
        Tally.Round();
        // The answer of the first may be repeated to whoever asks the same again; a second code or token is one too many.
        var winners = replies.Where(reply => reply.IsGranted).DistinctBy(reply => reply.Code ?? reply.Text, StringComparer.Ordinal).ToArray();
        if (winners.Length > 1)
        {
            Tally.DoubleSpends.Enqueue($"{prize}: granted {winners.Length} times");
        }
        else if (winners.Length == 0 && !replies.Any(reply => reply.IsUnsettled))
        {
            Tally.LostAcknowledgements.Enqueue($"{prize}: granted to nobody: {string.Join(" | ", replies.Select(reply => $"{reply.Status} {reply.Text}{reply.Location}"))}");
        }

        return winners.FirstOrDefault();
    }

    /// <summary>A refresh token and an access token of the public client.</summary>
    protected async Task<Reply?> TokensAsync() =>
        (await Clients.AuthorizeAsync(Clients.Public)).Code is { } code && await Clients.RedeemAsync(code, Clients.Public) is { IsGranted: true } tokens ? tokens : null;
}
