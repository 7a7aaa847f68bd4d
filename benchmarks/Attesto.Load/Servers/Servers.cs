using Attesto.Tests.Shared;

namespace Attesto.Load;

/// <summary>Every server of a run.</summary>
/// <param name="connection">What is added to the connection string of those on PostgreSQL.</param>
internal sealed class Servers(string connection) : IAsyncDisposable
{
    private readonly List<ServerProcess> _started = [];
    private PostgresServer? _postgres;

    public AssertionKey Assertions { get; } = new();

    public ServerProcess Floor { get; private set; } = null!;

    /// <summary>The floor on PostgreSQL; null without it.</summary>
    public ServerProcess? StoredFloor { get; private set; }

    public ServerProcess Memory { get; private set; } = null!;

    /// <summary>Ours without MVC.</summary>
    public ServerProcess Bare { get; private set; } = null!;

    public ServerProcess Rsa { get; private set; } = null!;

    public ServerProcess Degraded { get; private set; } = null!;

    /// <summary>OpenIddict with its store; null without PostgreSQL.</summary>
    public ServerProcess? OpenIddict { get; private set; }

    /// <summary>The process of PostgreSQL, or null.</summary>
    public int? Database { get; private set; }

    /// <summary>Our own servers, by what their column is called, with the process of their database.</summary>
    public List<(string Column, ServerProcess Server, int? Database)> EveryAttesto { get; } = [];

    public static async Task<Servers> StartAsync(string connection)
    {
        var servers = new Servers(connection);
        try
        {
            await servers.StartAllAsync();
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _started.ForEach(server => server.Dispose());
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    /// <summary>One more node of ours on the database that one is on already.</summary>
    public async Task<ServerProcess> StartNodeAsync() => Add(await AttestoServer.StartAsync("postgres", At("attesto"), Assertions));

    private async Task StartAllAsync()
    {
        Floor = await StartOwnAsync("floor");
        Degraded = await StartOwnAsync("openiddict");
        Bare = await StartOwnAsync("bare", Assertions.PublicSet().ToJsonString());
        Memory = Add(await AttestoServer.StartAsync("memory", null, Assertions));
        Rsa = Add(await AttestoServer.StartAsync("memory", null, Assertions, "RS256"));
        EveryAttesto.Add(("memory", Memory, null));
        EveryAttesto.Add(("SQLite", Add(await AttestoServer.StartAsync("sqlite", $"Data Source={Path.Combine(Work.Folder, "load.db")}", Assertions)), null));
        if (!PostgresServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("PostgreSQL is not installed: its columns are left out.");
            return;
        }

        _postgres = await PostgresServer.StartAsync();
        await _postgres.CreateDatabaseAsync("attesto");
        await _postgres.CreateDatabaseAsync("floor");
        await _postgres.CreateDatabaseAsync("openiddict");
        Database = int.Parse((await File.ReadAllLinesAsync(_postgres.PidFile))[0], System.Globalization.CultureInfo.InvariantCulture);
        EveryAttesto.Add(("PostgreSQL", await StartNodeAsync(), Database));
        StoredFloor = await StartOwnAsync("floor", At("floor"));
        OpenIddict = await StartOwnAsync("openiddict", At("openiddict")); // with the same connection as ours
    }

    private string At(string database) => $"{_postgres!.ConnectionString(database)};{connection}";

    private async Task<ServerProcess> StartOwnAsync(params string[] arguments) =>
        Add(await ServerProcess.StartAsync(typeof(Servers).Assembly.Location, url => ["serve", url, .. arguments]));

    private ServerProcess Add(ServerProcess server)
    {
        _started.Add(server);
        return server;
    }
}
