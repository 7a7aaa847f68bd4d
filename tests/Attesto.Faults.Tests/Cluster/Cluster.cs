using Attesto.Tests.Shared;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>Lab processes on one PostgreSQL, under one issuer.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>Nobody listens there: a request finds a node by its port, and says the name that all share.</summary>
    public const string Issuer = "https://localhost";

    public const string DatabaseName = "lab";

    private const int DiskSize = 256; // megabytes: room for half an hour of load

    private readonly LabJwk _key;

    private Cluster(PostgresServer database, SmallDisk? disk, ClientSite site, LabJwk key, IReadOnlyList<LabHost> nodes)
    {
        (Database, Disk, Site, _key, Nodes) = (database, disk, site, key, nodes);
        Client = new RoundRobinClient(nodes, Tally);
        Clients = new Clients(Client, key);
    }

    public PostgresServer Database { get; }

    /// <summary>Where the tables are, or null where no disk may be mounted for them.</summary>
    public SmallDisk? Disk { get; }

    public IReadOnlyList<LabHost> Nodes { get; }

    /// <summary>Where logouts are told.</summary>
    public ClientSite Site { get; }

    public Tally Tally { get; } = new();

    public RoundRobinClient Client { get; }

    public Clients Clients { get; }

    /// <summary>Starts one node for each clock, all at once.</summary>
    /// <param name="clocks">How far ahead of this machine each node's clock is.</param>
    public static async Task<Cluster> StartAsync(params TimeSpan[] clocks)
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed.");
        }

        var database = await PostgresServer.StartAsync();
        var disk = SmallDisk.IsPossible ? new SmallDisk(DiskSize) : null;
        await (disk is null ? database.CreateDatabaseAsync(DatabaseName) : database.CreateDatabaseAsync(DatabaseName, disk.Data));
        var (key, site) = (new LabJwk(), await ClientSite.StartAsync());
        var lab = Clients.Lab(key, $"https://localhost:{site.Port}/logout");
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        lab["database"] = new JsonObject { ["provider"] = "postgres", ["connection_string"] = database.ConnectionString(DatabaseName) };
        return new Cluster(database, disk, site, key, await Task.WhenAll(clocks.Select(clock => LabHost.StartAsync(lab, clock: clock))));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _key.Dispose();
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Site.DisposeAsync();
        await Database.DisposeAsync();
        Disk?.Dispose();
    }
}
