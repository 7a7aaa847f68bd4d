namespace Attesto.Faults;

/// <summary>An authorization code is redeemed at every node at once; then it is replayed, and its tokens must die.</summary>
internal sealed class CodeRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if ((await Clients.AuthorizeAsync(Clients.Public)).Code is not { } code
            || await RaceAsync("authorization code", node => Clients.RedeemAsync(code, Clients.Public, node)) is not { } tokens)
        {
            return;
        }

        await SettleAsync(() => Clients.RedeemAsync(code, Clients.Public));
        foreach (var node in Front.Nodes)
        {
            if (await Clients.RefreshAsync(tokens["refresh_token"]!, node) is { IsGranted: true })
            {
                Tally.Revived.Enqueue("a refresh token whose code was replayed");
            }
        }
    }
}

/// <summary>A pushed request is completed at every node at once; the code that came of it is good.</summary>
internal sealed class PushedRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if ((await Clients.PushAsync())["request_uri"] is not { } requestUri
            || await RaceAsync("pushed request", node => Clients.CompleteAsync(requestUri, node)) is not { Code: { } code })
        {
            return;
        }

        if (await Clients.RedeemAsync(code, Clients.Pushing) is { IsUnsettled: false, IsGranted: false } refused)
        {
            Tally.LostAcknowledgements.Enqueue($"a code of a pushed request: {refused.Text}");
        }
    }
}

/// <summary>A person allows once, and the form comes back to every node at once.</summary>
internal sealed class ConsentRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if (await Clients.ConsentFormAsync() is { } form)
        {
            await RaceAsync("consent grant", node => Clients.ConsentAsync(form, node));
        }
    }
}

/// <summary>One DPoP proof and one client assertion, each sent to every node at once.</summary>
internal sealed class ReplayRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        var (proof, assertion) = (Clients.Proof(), Clients.Assertion().ToArray());
        await RaceAsync("DPoP proof", node => Clients.CredentialsAsync(proof, node));
        await RaceAsync("client assertion", node => Clients.CredentialsAsync(assertion, node));
    }
}
