using System.Diagnostics;
using System.Globalization;
using Attesto.Interop.Raw;

namespace Attesto.Interop.Fuzz;

/// <summary>Whatever the bytes, the answer is not a fault of the server's: requests that grow from a seed, well-formed or spoiled in one layer or several (framing,
/// headers, parameters, JSON, JWTs, certificates), are sent over real sockets. None may be answered 5xx, hang, or leave an error in the log.
/// <c>dotnet eng/fuzz.cs</c> goes on for as long as one likes.</summary>
public sealed class FuzzTests
{
    private const int Requests = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Known seeds, of which some once found something: a minute of them. New ones are what the command is for.
    private static IEnumerable<int> Seeds => Setting("ATTESTO_FUZZ_SEED") is { } seed ? [seed] : [1, 2, 3, 4];

    private static TimeSpan Time => TimeSpan.FromSeconds(Setting("ATTESTO_FUZZ_SECONDS") ?? 15);

    private static bool IsEndless => Setting("ATTESTO_FUZZ_SECONDS") is not null;

    [TestCaseSource(nameof(Seeds))]
    public async Task No_request_is_a_fault_of_the_servers(int seed)
    {
        using var world = new FuzzWorld();
        await using var host = await LabHost.StartAsync(world.Lab());
        await using var wire = new FuzzWire(new Uri(host.Url));
        var (random, samples, clock) = (new Random(seed), new FuzzSamples(world, host.Url), Stopwatch.StartNew());
        var (statuses, recent, sent) = (new SortedDictionary<int, int>(), new Queue<FuzzRequest>(), 0);
        TestContext.Progress.WriteLine($"seed {seed}");
        for (; clock.Elapsed < Time && (sent < Requests || IsEndless); sent++)
        {
            var request = Spoil(random, samples.Next(random));
            recent.Enqueue(request);
            _ = recent.Count > 100 ? recent.Dequeue() : null;
            var status = await AskAsync(random, world, host, wire, request, $"seed {seed}, request {sent}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (sent % 100 == 99)
            {
                AssertQuiet(host, recent, seed);
            }
        }

        await host.TailAsync();
        AssertQuiet(host, recent, seed);
        TestContext.Progress.WriteLine($"{sent} requests: {string.Join(", ", statuses.Select(status => $"{status.Value} x {(status.Key == 0 ? "closed" : status.Key)}"))}");
        Assert.That(statuses.Keys, Is.SupersetOf(new[] { 200, 302, 400, 401 }), "the requests get nowhere");
    }

    private static FuzzRequest Spoil(Random random, FuzzRequest request)
    {
        for (var i = random.Chance(0.6) ? random.Next(1, 4) : 0; i > 0; i--)
        {
            if (request.Form is { } form && random.Chance(0.8))
            {
                Mutations.Fields(random, form, FuzzSamples.Names);
            }
            else if (request.Query.Count > 0 || random.Chance(0.2))
            {
                Mutations.Fields(random, request.Query, FuzzSamples.Names);
            }
            else if (request.Headers.Count > 0)
            {
                var at = random.Next(request.Headers.Count);
                var value = Mutations.Text(random, request.Headers[at].Value);
                request.Headers[at] = (request.Headers[at].Name, value.ReplaceLineEndings(" ").Replace('\0', ' '));
            }
        }

        return random.Chance(0.02) ? request with { Method = random.Pick(["HEAD", "PUT", "TRACE", "PROPFIND", "OPTIONS", "GET", "POST"]) } : request;
    }

    private static async Task<int> AskAsync(Random random, FuzzWorld world, LabHost host, FuzzWire wire, FuzzRequest request, string which)
    {
        using var patience = new CancellationTokenSource(Patience);
        RawAnswer? answer;
        try
        {
            answer = await wire.SendAsync(random, request, patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{which} was not answered:\n{request}");
        }

        if (answer?.Status >= 500)
        {
            await host.TailAsync();
            Assert.Fail($"{which}: {answer.Status} {answer.Body}\n{request}\n\n{string.Join('\n', host.Errors)}");
        }

        world.Learn(answer?.Status ?? 0, answer?["Location"], answer?.Body ?? "");
        return answer?.Status ?? 0;
    }

    private static void AssertQuiet(LabHost host, IEnumerable<FuzzRequest> recent, int seed)
    {
        if (host.Errors.Count > 0)
        {
            Assert.Fail($"seed {seed}: one of the last requests left an error in the log\n{string.Join('\n', host.Errors)}\n\n{string.Join("\n----\n", recent)}");
        }
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
