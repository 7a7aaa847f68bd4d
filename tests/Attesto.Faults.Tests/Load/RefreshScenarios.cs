namespace Attesto.Faults;

/// <summary>An honest client: it refreshes, asks again where it got no answer, and must never be refused.</summary>
internal sealed class RotationChain(Cluster cluster, Holdings holdings) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if (await TokensAsync() is not { } tokens)
        {
            return;
        }

        while (!stop.IsCancellationRequested)
        {
            var token = tokens["refresh_token"]!;
            tokens = await SettleAsync(() => Clients.RefreshAsync(token));
            Tally.Round();
            if (!tokens.IsGranted)
            {
                Tally.LostAcknowledgements.Enqueue($"a refresh token in honest hands: {tokens.Text}");
                return;
            }

            var accessToken = tokens["access_token"]!;
            foreach (var reply in await Task.WhenAll(Clients.UserInfoAsync(accessToken), Clients.ApiAsync(accessToken)))
            {
                if (reply is { IsUnsettled: false, IsGranted: false })
                {
                    Tally.LostAcknowledgements.Enqueue($"an access token: {reply.Status} {reply.Text}");
                }
            }

            await PauseAsync();
        }

        holdings.Keep(tokens["refresh_token"]!);
    }
}

/// <summary>A refresh token is used at every node at once: all who get an answer get the same successor, and it is good.</summary>
internal sealed class RotationRace(Cluster cluster, Holdings holdings) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if (await TokensAsync() is not { } tokens)
        {
            return;
        }

        var token = tokens["refresh_token"]!;
        while (!stop.IsCancellationRequested)
        {
            var replies = await Front.RaceAsync(node => Clients.RefreshAsync(token, node));
            Tally.Round();
            var successors = replies.Where(reply => reply.IsGranted).Select(reply => reply["refresh_token"]!).Distinct(StringComparer.Ordinal).ToArray();
            if (successors.Length > 1)
            {
                Tally.DoubleSpends.Enqueue($"refresh token: {successors.Length} successors");
                return;
            }

            if (replies.FirstOrDefault(reply => reply is { IsUnsettled: false, IsGranted: false }) is { } refused)
            {
                Tally.LostAcknowledgements.Enqueue($"a refresh token used three times at once: {refused.Text}");
                return;
            }

            token = successors.SingleOrDefault() ?? token;
            await PauseAsync();
        }

        holdings.Keep(token);
    }
}

/// <summary>A family is revoked at one node while another rotates it: once the revocation is acknowledged, nothing of it works anywhere.</summary>
internal sealed class RevocationRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if (await TokensAsync() is not { } tokens)
        {
            return;
        }

        var token = tokens["refresh_token"]!;
        var rotation = Clients.RefreshAsync(token);
        var revocation = SettleAsync(() => Clients.RevokeAsync(token));
        var rotated = await rotation;
        await revocation;
        Tally.Round();
        string?[] family = [token, rotated["refresh_token"]];
        foreach (var (node, member) in Front.Nodes.SelectMany(node => family.OfType<string>().Select(member => (node, member))))
        {
            if (await Clients.RefreshAsync(member, node) is { IsGranted: true })
            {
                Tally.Revived.Enqueue("a refresh token of a revoked family");
            }
        }
    }
}

/// <summary>Redeems codes one by one and keeps what it was given, unused, until the end.</summary>
internal sealed class Collector(Cluster cluster, Holdings holdings) : Scenario(cluster)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task PlayAsync(CancellationToken stop)
    {
        if ((await Clients.AuthorizeAsync(Clients.Public)).Code is { } code)
        {
            var tokens = await Clients.RedeemAsync(code, Clients.Public);
            Tally.Round();
            if (tokens.IsGranted)
            {
                holdings.Keep(tokens["refresh_token"]!);
            }
            else if (!tokens.IsUnsettled)
            {
                Tally.LostAcknowledgements.Enqueue($"a code that nobody had used: {tokens.Text}");
            }
        }

        await Task.Delay(Pause, CancellationToken.None);
    }
}
