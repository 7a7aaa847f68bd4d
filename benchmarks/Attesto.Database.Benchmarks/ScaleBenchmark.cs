using Attesto.EntityFrameworkCore;
using HostNamespace.Data;

namespace Attesto.Database.Benchmarks;

/// <summary>Every store with ten thousand rows in its table and with many more: what an operation costs must not depend on it.</summary>
internal sealed class ScaleBenchmark(BenchDatabase database)
{
    private const int Few = 10_000;
    private const int Warm = 200;
    private const int Measured = 2_000;

    private static readonly (string Table, string What, Func<AttestoDbContext, TokenHash, Task> Work)[] Operations =
    [
        ("authorization_codes", "find, redeem", RedeemAsync),
        ("grants", "find", (context, _) => Samples.Grants(context).FindAsync(GrantId.New(), default)),
        ("grants", "add, find, rotate", RotateAsync),
        ("pushed_requests", "find, take", TakeAsync),
        ("device_codes", "find, poll", PollAsync),
        ("consent_grants", "find, claim", ConsentAsync),
        ("logout_sessions", "take", LogOutAsync),
        ("replays", "add", (context, _) => new EfReplayStore<AttestoDbContext>(context).TryAddAsync(Samples.NewHash(), Soon, default)),
        ("dpop_nonces", "is live", (context, key) => new EfDpopNonceStore<AttestoDbContext>(context).IsLiveAsync(key, TimeProvider.System.GetUtcNow(), default)),
        ("revoked_access_tokens", "is revoked", (context, key) => new EfAccessTokenRevocationStore<AttestoDbContext>(context).IsRevokedAsync(key.Value, default)),
        ("registered_clients", "find", (context, key) => new EfRegisteredClientStore<AttestoDbContext>(context).FindAsync(key.Value, default)),
    ];

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddMinutes(2);

    /// <summary>Measures each table with few rows and with many, and returns the worst ratio.</summary>
    /// <param name="many">How many rows are many.</param>
    /// <param name="only">One table, or null for all.</param>
    public async Task<double> RunAsync(int many, string? only)
    {
        Console.WriteLine($"{"table",-24}{"operation",-24}{$"p50 of {Few}",14}{$"p50 of {many}",16}{"ratio",8}");
        var worst = 0d;
        foreach (var table in Operations.Where(operation => only is null || operation.Table == only).GroupBy(operation => operation.Table, StringComparer.Ordinal))
        {
            await database.FillAsync(table.Key, 1, Few, expired: false);
            await MeasureAsync(table, Few); // until the code is compiled as it stays
            var few = await MeasureAsync(table, Few);
            await database.FillAsync(table.Key, Few + 1, many, expired: false);
            var lots = await MeasureAsync(table, many);
            foreach (var (operation, (small, large)) in table.Zip(few.Zip(lots)))
            {
                worst = Math.Max(worst, large.P50 / small.P50);
                Console.WriteLine($"{table.Key,-24}{operation.What,-24}{small.P50,11:F3} ms{large.P50,13:F3} ms{large.P50 / small.P50,8:F2}");
            }

            await database.EmptyAsync(table.Key);
        }

        return worst;
    }

    private async Task<List<Percentiles>> MeasureAsync(IEnumerable<(string Table, string What, Func<AttestoDbContext, TokenHash, Task> Work)> operations, int rows)
    {
        var measured = new List<Percentiles>();
        foreach (var (_, _, work) in operations)
        {
            var times = new List<TimeSpan>();
            for (var turn = 0; turn < Warm + Measured; turn++)
            {
                await using var context = database.Open();
                var key = new TokenHash(await BenchDatabase.KeyOfAsync(context, System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, rows + 1)));
                var time = await Percentiles.TimeAsync(() => work(context, key));
                if (turn >= Warm)
                {
                    times.Add(time);
                }
            }

            measured.Add(new Percentiles(times));
        }

        return measured;
    }

    private static async Task RedeemAsync(AttestoDbContext context, TokenHash key)
    {
        var codes = new EfAuthorizationCodeStore<AttestoDbContext>(context, TimeProvider.System);
        await codes.FindAsync(key, default);
        await codes.RedeemAsync(key, Samples.NewGrant(), default);
    }

    private static async Task RotateAsync(AttestoDbContext context, TokenHash key)
    {
        var grant = Samples.NewGrant();
        await Samples.Grants(context).AddAsync(grant, default);
        await Samples.Grants(context).FindAsync(grant.Id, default);
        await Samples.Grants(context).RotateAsync(grant.Id, Samples.NewRotation(1), default);
    }

    private static async Task TakeAsync(AttestoDbContext context, TokenHash key)
    {
        var requests = new EfPushedRequestStore<AttestoDbContext>(context);
        await requests.FindAsync(key, default);
        await requests.AnswerAsync(key, "answer", default);
    }

    private static async Task PollAsync(AttestoDbContext context, TokenHash key)
    {
        var codes = new EfDeviceCodeStore<AttestoDbContext>(context, TimeProvider.System);
        await codes.FindAsync(key, default);
        await codes.PollAsync(key, TimeSpan.FromSeconds(5), default);
    }

    private static async Task ConsentAsync(AttestoDbContext context, TokenHash key)
    {
        var grants = new EfConsentGrantStore<AttestoDbContext>(context, TimeProvider.System);
        await grants.FindAsync(key, default);
        await grants.ClaimAsync(key, default);
    }

    private static async Task LogOutAsync(AttestoDbContext context, TokenHash key) =>
        await new EfLogoutSessionStore<AttestoDbContext>(context, TimeProvider.System).TakeAsync(key.Value, null, default);
}
