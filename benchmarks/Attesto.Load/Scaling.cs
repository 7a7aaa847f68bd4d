using System.Globalization;

namespace Attesto.Load;

/// <summary>What a request costs with more connections to one node, and with more nodes on one PostgreSQL: it should be the same.</summary>
/// <param name="servers">Whom to ask.</param>
/// <param name="plan">How much.</param>
internal sealed class Scaling(Servers servers, Plan plan)
{
    private static readonly int[] EachConnections = [1, 8, 32, 128, 256];

    private readonly List<Step> _steps = [];

    public static async Task<bool> RunAsync(Plan plan)
    {
        await Wrk.InstallAsync();
        try
        {
            await using var servers = await Servers.StartAsync(plan.Connection);
            return await new Scaling(servers, plan).MeasureAsync();
        }
        finally
        {
            Work.Remove();
        }
    }

    private async Task<bool> MeasureAsync()
    {
        foreach (var connections in EachConnections)
        {
            _steps.Add(new Step(Jobs.ClientCredentials, "memory", [servers.Memory], null, connections, ClientCredentialsAsync));
        }

        if (servers.Database is { } database)
        {
            ServerProcess[] nodes = [servers.EveryAttesto.Single(attesto => attesto.Database is not null).Server, await servers.StartNodeAsync(), await servers.StartNodeAsync()];
            _steps.AddRange(EachConnections.Select(connections => new Step(Jobs.Refresh, "PostgreSQL", nodes[..1], database, connections, RefreshAsync)));
            // A control: client credentials ask no database, so what more nodes cost here is the machine's doing.
            _steps.AddRange(Enumerable.Range(1, nodes.Length)
                .Select(count => new Step(Jobs.ClientCredentials, "PostgreSQL", nodes[..count], database, Wrk.Connections, ClientCredentialsAsync)));
            _steps.AddRange(Enumerable.Range(2, nodes.Length - 1).Select(count => new Step(Jobs.Refresh, "PostgreSQL", nodes[..count], database, Wrk.Connections, RefreshAsync)));
            // Another control: one node on the database, and as much to do for the cores, though not for the database.
            _steps.AddRange(Enumerable.Range(1, nodes.Length - 1).Select(count => new Step(Jobs.Refresh, "PostgreSQL", nodes[..1], database, Wrk.Connections, RefreshAsync)
            {
                Neighbours = nodes[1..(count + 1)],
            }));
        }

        foreach (var step in _steps.Where(step => step.Connections is Wrk.Connections))
        {
            await step.WarmUpAsync(plan.WarmUpRuns);
        }

        for (var round = 1; round <= plan.Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"round {round} of {plan.Rounds}");
            foreach (var step in _steps)
            {
                await step.CountAsync(plan.Seconds);
            }
        }

        Console.WriteLine("| work | server | nodes, and busy neighbours | connections to each | µs of the nodes + of the database | answers a second | p99 |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        _steps.ForEach(step => Console.WriteLine(step.Row()));
        return _steps.TrueForAll(step => step.Errors == 0);
    }

    private static Task<Requests> ClientCredentialsAsync(ServerProcess server, int connections) =>
        Task.FromResult(Requests.Post(Jobs.Credentials));

    private static async Task<Requests> RefreshAsync(ServerProcess server, int connections) =>
        Requests.Chain(await Grants.RefreshTokensAsync(server.Url, connections), Client.Body);

    /// <summary>A line of the table.</summary>
    private sealed record Step(
        string Work, string Column, ServerProcess[] Nodes, int? Database, int Connections, Func<ServerProcess, int, Task<Requests>> Prepare)
    {
        private readonly List<(double Node, double Database, double PerSecond, string P99)> _samples = [];

        /// <summary>Nodes that serve client credentials meanwhile and are not counted.</summary>
        public ServerProcess[] Neighbours { get; init; } = [];

        public long Errors { get; private set; }

        public Task WarmUpAsync(int mostRuns) => WarmUp.RunAsync(mostRuns, async () => (await RunAsync(seconds: 1)).Node);

        public async Task CountAsync(int seconds) => _samples.Add(await RunAsync(seconds));

        public string Row()
        {
            List<(double Node, double Database, double PerSecond, string P99)> sorted = [.. _samples.OrderBy(sample => sample.Node)];
            var median = sorted[sorted.Count / 2];
            var database = Database is null ? "" : string.Create(CultureInfo.InvariantCulture, $" + {median.Database:F0}");
            var nodes = Neighbours.Length > 0 ? $"{Nodes.Length}, {Neighbours.Length}" : $"{Nodes.Length}";
            var wrong = Errors > 0 ? $" NOT TO BE READ: {Errors} errors" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {Work} | {Column} | {nodes} | {Connections} | {median.Node:F0}{database} | {median.PerSecond:F0} | {median.P99}{wrong} |");
        }

        private async Task<(double Node, double Database, double PerSecond, string P99)> RunAsync(int seconds)
        {
            List<Requests> requests = [];
            foreach (var node in Nodes)
            {
                requests.Add(await Prepare(node, Connections));
            }

            var (nodesBefore, databaseBefore) = (Nodes.Sum(node => CpuTime.Of(node.Id)), Database is { } id ? CpuTime.Of(id) : 0);
            var beside = Task.WhenAll(Neighbours.Select(node => Wrk.RunAsync($"{node.Url}/oauth/token", Requests.Post(Jobs.Credentials), seconds, Connections)));
            var runs = await Task.WhenAll(Nodes.Zip(requests, (node, prepared) => Wrk.RunAsync($"{node.Url}/oauth/token", prepared, seconds, Connections)));
            var nodes = Nodes.Sum(node => CpuTime.Of(node.Id)) - nodesBefore;
            var database = Database is { } again ? CpuTime.Of(again) - databaseBefore : 0;
            Errors += (await beside).Sum(run => run.Errors);
            requests.ForEach(prepared => File.Delete(prepared.File));
            Errors += runs.Sum(run => run.Errors);
            double answers = runs.Sum(run => run.Requests);
            return (nodes / answers, database / answers, answers / seconds, runs[0].P99);
        }
    }
}
