using System.Buffers.Text;

namespace Attesto.Faults;

/// <summary>A person signs out at every node at once: the client hears of it once, and as long as no node is killed, it does hear.</summary>
internal sealed class LogoutRace(Cluster cluster) : Scenario(cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    protected override async Task PlayAsync(CancellationToken stop)
    {
        if ((await Clients.AuthorizeBobAsync(Clients.Leaving)).Code is not { } code
            || await Clients.RedeemAsync(code, Clients.Leaving) is not { IsGranted: true } tokens)
        {
            return;
        }

        var idToken = tokens["id_token"]!;
        var replies = await Front.RaceAsync(node => Clients.LogOutAsync(idToken, node));
        Tally.Round();
        var told = await CountNoticesAsync(SessionOf(idToken));
        if (told > 1)
        {
            Tally.DoubleSpends.Enqueue($"logout: told {told} times");
        }
        else if (told == 0 && Tally.Faults.Count == 0 && !replies.Any(reply => reply.IsUnsettled))
        {
            Tally.LostAcknowledgements.Enqueue("a logout that the client was not told of");
        }
    }

    // A second notice would follow on the heels of the first.
    private async Task<int> CountNoticesAsync(string session)
    {
        using var enough = new CancellationTokenSource(Patience);
        while (Notices(session) == 0 && !enough.IsCancellationRequested)
        {
            await PauseAsync();
        }

        await Task.Delay(Grace);
        return Notices(session);
    }

    private int Notices(string session) => Site.Posted.Count(form => string.Equals(SessionOf(form["logout_token"]), session, StringComparison.Ordinal));

    private static string SessionOf(string token) => (string)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!["sid"]!;
}
