using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>A node on a SQLite file whose disk fills up: it says so, and goes on when there is room again.</summary>
public sealed class SqliteDiskTests
{
    private readonly Tally _tally = new();
    private SmallDisk _disk = null!;
    private LabJwk _key = null!;
    private LabHost _node = null!;
    private RoundRobinClient _front = null!;
    private Clients _clients = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!SmallDisk.IsPossible)
        {
            Assert.Ignore("File systems may not be mounted here.");
        }

        (_disk, _key) = (new SmallDisk(megabytes: 16), new LabJwk());
        var lab = Clients.Lab(_key);
        lab["database"] = new JsonObject { ["provider"] = "sqlite", ["connection_string"] = $"Data Source={Path.Combine(_disk.Data, "lab.db")}" };
        _node = await LabHost.StartAsync(lab);
        _front = new RoundRobinClient([_node], _tally);
        _clients = new Clients(_front, _key);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _front?.Dispose();
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
        _key?.Dispose();
        _disk?.Dispose();
    }

    [Test]
    public async Task A_full_disk_is_survived()
    {
        var tokens = await TokensAsync();
        _disk.Fill();
        var pushed = await PushUntilRefusedAsync();
        var refreshed = await _clients.RefreshAsync(tokens["refresh_token"]!);
        var used = await _clients.UserInfoAsync(tokens["access_token"]!);
        _disk.Free();
        var retried = await _clients.RefreshAsync(tokens["refresh_token"]!);
        var afterwards = await TokensAsync();
        Assert.Multiple(() =>
        {
            Assert.That((pushed.Status, pushed["error"]), Is.EqualTo((503, "temporarily_unavailable")), pushed.Text);
            Assert.That(refreshed.Status, Is.AnyOf(200, 503), "a rotation may find room in a page that is there");
            Assert.That(used.IsGranted, Is.True, "what only reads goes on");
            Assert.That(retried.IsGranted, Is.True, "nothing was lost");
            Assert.That(afterwards.IsGranted, Is.True);
            Assert.That(_tally.Unclean, Is.Empty);
        });
    }

    // The file has some room left inside.
    private async Task<Reply> PushUntilRefusedAsync()
    {
        var reply = await _clients.PushAsync();
        for (var attempt = 0; attempt < 200 && reply.IsGranted; attempt++)
        {
            reply = await _clients.PushAsync();
        }

        return reply;
    }

    private async Task<Reply> TokensAsync() => await _clients.RedeemAsync((await _clients.AuthorizeAsync(Clients.Public)).Code!, Clients.Public);
}
