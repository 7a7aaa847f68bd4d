namespace Attesto.Faults;

/// <summary>An approved device asks every node at once. One of them pays.</summary>
internal sealed class DeviceRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if (await Clients.OpenDevicePageAsync() is not { } form)
        {
            return;
        }

        if ((await Clients.DecideAsync(form, "approve")).Text.Contains("id=\"device-approved\"", StringComparison.Ordinal))
        {
            await RaceAsync("device code", node => Clients.PollAsync(form.DeviceCode, node));
        }
    }
}

/// <summary>A person approves at one node and denies at the others at once: one decision stands, every page says which, and the device learns that one.</summary>
internal sealed class DecisionRace(Cluster cluster) : Scenario(cluster)
{
    protected override async Task PlayAsync(CancellationToken stop)
    {
        if (await Clients.OpenDevicePageAsync() is not { } form)
        {
            return;
        }

        var approving = Front.Next();
        var pages = await Front.RaceAsync(node => Clients.DecideAsync(form, node == approving ? "approve" : "deny", node));
        Tally.Round();
        var approved = pages.Count(page => page.Text.Contains("id=\"device-approved\"", StringComparison.Ordinal));
        var denied = pages.Count(page => page.Text.Contains("id=\"device-denied\"", StringComparison.Ordinal));
        if (approved > 0 && denied > 0)
        {
            Tally.DoubleSpends.Enqueue($"device decision: {approved} approved, {denied} denied");
        }

        if (await Clients.PollAsync(form.DeviceCode) is { IsUnsettled: false } told && approved + denied > 0
            && (told.IsGranted, told["error"]) != (approved > 0, approved > 0 ? null : "access_denied"))
        {
            Tally.LostAcknowledgements.Enqueue($"a device decision ({approved} approved, {denied} denied): {told.Text}");
        }
    }
}
