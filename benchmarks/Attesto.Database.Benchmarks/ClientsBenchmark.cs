using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Attesto.EntityFrameworkCore;
using HostNamespace.Data;

namespace Attesto.Database.Benchmarks;

/// <summary>The host's clients, with ten thousand in the database and with up to many more: look-up, pages, search, addition and change.</summary>
internal sealed class ClientsBenchmark(BenchDatabase database)
{
    private const int Few = 10_000;
    private const int Warm = 20;
    private const int Measured = 200;
    private const int PageSize = 50;

    private static readonly string[] Words = ["Shop", "Portal", "Reports", "Billing", "Stock", "Mail", "Calendar", "Wiki"];
    private static readonly string[] Places = ["Vienna", "Lyon", "Osaka", "Porto", "Quito", "Tromsø"];

    private static readonly (string What, Func<AttestoDbContext, int, Task> Work)[] Operations =
    [
        ("look-up by client_id", (context, rows) => Registry(context).FindAsync(IdOf(Any(rows)), default)),
        ("first page of 50", (context, _) => ListAsync(context, null, null)),
        ("page in the middle", (context, rows) => ListAsync(context, null, new ClientCursor(0, (rows / 2).ToString(CultureInfo.InvariantCulture)))),
        ("search by a client_id", (context, rows) => ListAsync(context, IdOf(Any(rows)), null)),
        ("search that finds an eighth", (context, _) => ListAsync(context, "shop", null)),
        ("search that finds nothing", (context, _) => ListAsync(context, "nonesuch", null)),
        ("addition", async (context, _) => await Registry(context).TryAddAsync(Client($"new-{Secret.NewId()}", RandomNumberGenerator.GetInt32(Few)), default)),
        ("change, with its read", ChangeAsync),
    ];

    public async Task<double> RunAsync(int many)
    {
        var (there, medians) = (0, new List<double[]>());
        for (var rows = Few; rows <= many; rows *= 10)
        {
            var began = Stopwatch.GetTimestamp();
            await database.AddClientsAsync(Enumerable.Range(there + 1, rows - there).Select(number => Client(IdOf(number), number)));
            there = rows;
            Console.WriteLine(
                $"{rows} clients, {await database.CountAsync("client_words")} words, {await database.SizeAsync("clients", "client_words")}, "
                + $"filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
            medians.Add(await MeasureAsync(rows));
        }

        foreach (var (operation, i) in Operations.Select((operation, i) => (operation, i)))
        {
            Console.WriteLine($"{operation.What,-30}{string.Concat(medians.Select(each => $"{each[i],10:F2} ms"))}");
        }

        return Operations.Select((_, i) => medians[^1][i] / medians[0][i]).Max();
    }

    private async Task<double[]> MeasureAsync(int rows)
    {
        var medians = new List<double>();
        foreach (var (_, work) in Operations)
        {
            var times = new List<TimeSpan>();
            for (var turn = 0; turn < Warm + Measured; turn++)
            {
                await using var context = database.Open();
                var time = await Percentiles.TimeAsync(() => work(context, rows));
                if (turn >= Warm)
                {
                    times.Add(time);
                }
            }

            medians.Add(new Percentiles(times).P50);
        }

        return [.. medians];
    }

    private static async Task ChangeAsync(AttestoDbContext context, int rows)
    {
        var known = (await Registry(context).FindAsync(IdOf(Any(rows)), default))!;
        await Registry(context).ReplaceAsync(known.Client with { IsRevoked = !known.Client.IsRevoked }, known.Version, default);
    }

    private static Task<ClientPage> ListAsync(AttestoDbContext context, string? search, ClientCursor? after) =>
        Registry(context).ListAsync(new ClientFilter { Search = search }, PageSize, after, default);

    private static int Any(int rows) => RandomNumberGenerator.GetInt32(1, rows + 1);

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"client-{number}");

    private static Client Client(string id, int number) => new()
    {
        Id = id,
        Name = $"{Words[number % Words.Length]} of {Places[number % Places.Length]}",
        RedirectUris = ["https://app.example/callback"],
        AllowedScope = ScopeSet.Of("openid", "profile"),
        Secrets = [new ClientSecret(TokenHash.Of(id))],
    };

    private static EfClientRegistry<AttestoDbContext> Registry(AttestoDbContext context) => new(context, new AnyClient(), TimeProvider.System);

    private sealed class AnyClient : IClientRules
    {
        public ImmutableArray<ClientDataFault> FaultsOf(Client client) => [];
    }
}
