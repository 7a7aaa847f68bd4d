using System.Diagnostics;
using System.Globalization;

namespace Attesto.Load;

/// <summary>What a start costs, what one core serves after it, and what stays in memory: of the lab as it is built, and as the template publishes a host.</summary>
internal sealed class Starting(Plan plan)
{
    private const int Starts = 5;
    private const int Requests = 1_000_000;

    private static readonly (string, string) OneCore = ("DOTNET_TC_DelaySingleProcMultiplier", "1");

    public static async Task<bool> RunAsync(Plan plan)
    {
        await Wrk.InstallAsync();
        try
        {
            return await new Starting(plan).MeasureAsync();
        }
        finally
        {
            Work.Remove();
        }
    }

    private async Task<bool> MeasureAsync()
    {
        var published = await PublishAsync();
        Console.WriteLine("| the lab | first token after, ms | processor time till then, ms |\n| --- | --- | --- |");
        foreach (var (name, program) in new[] { ("as built", AttestoServer.Program), ("published with ReadyToRun", published) })
        {
            List<(double Elapsed, double Cpu)> starts = [];
            for (var start = 0; start < Starts; start++)
            {
                starts.Add(await FirstTokenAsync(program));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {Median(starts.Select(start => start.Elapsed)):F0} | {Median(starts.Select(start => start.Cpu)):F0} |"));
        }

        Console.WriteLine("\n| one core, saturated from its first second | µs a request, each two seconds |\n| --- | --- |");
        var clean = await OneCoreAsync("as published", published);
        clean &= await OneCoreAsync($"with {OneCore.Item1}={OneCore.Item2}", published, OneCore);
        return await RestAsync(published) && clean;
    }

    private static async Task<(double Elapsed, double Cpu)> FirstTokenAsync(string program)
    {
        var clock = Stopwatch.StartNew();
        using var server = await StartAsync(program);
        await Grants.AccessTokenAsync($"{server.Url}/oauth/token");
        return (clock.Elapsed.TotalMilliseconds, CpuTime.Of(server.Id) / 1000);
    }

    private async Task<bool> OneCoreAsync(string name, string program, params (string, string)[] environment)
    {
        using var server = await StartAsync(program, ["taskset", "-c", "0"], environment);
        List<double> costs = [];
        var errors = 0L;
        for (var run = 0; run < 2 + (plan.Rounds * 2); run++)
        {
            var requests = Attesto.Load.Requests.Post(Jobs.Credentials);
            var before = CpuTime.Of(server.Id);
            var measured = await Wrk.RunAsync($"{server.Url}/oauth/token", requests, seconds: 2);
            costs.Add((CpuTime.Of(server.Id) - before) / measured.Requests);
            errors += measured.Errors;
        }

        Console.WriteLine($"| {name} | {string.Join(", ", costs.Select(cost => cost.ToString("F0", CultureInfo.InvariantCulture)))} |{(errors > 0 ? " NOT TO BE READ" : "")}");
        return errors == 0;
    }

    private static async Task<bool> RestAsync(string program)
    {
        using var server = await StartAsync(program);
        var (served, errors, counted) = (0L, 0L, 0L);
        Console.WriteLine("\n| requests served | resident, MiB | of which no file holds, MiB |\n| --- | --- | --- |");
        while (served < Requests)
        {
            var run = await Wrk.RunAsync($"{server.Url}/oauth/token", Attesto.Load.Requests.Post(Jobs.Credentials), seconds: 5);
            (served, errors) = (served + run.Requests, errors + run.Errors);
            if (served >= counted)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {served:N0} | {Memory(server.Id, "VmRSS")} | {Memory(server.Id, "RssAnon")} |"));
                counted = Math.Min(served + (Requests / 4), Requests);
            }
        }

        return errors == 0;
    }

    private static Task<ServerProcess> StartAsync(string program, string[]? before = null, params (string, string)[] environment) =>
        AttestoServer.StartAsync("memory", null, new AssertionKey(), program: program, before: before, environment: environment);

    private static long Memory(int processId, string kind) => File.ReadLines($"/proc/{processId}/status")
        .Where(line => line.StartsWith($"{kind}:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Starts / 2);

    private static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(Work.Folder, "published");
        string[] arguments = ["publish", Path.Combine(AttestoServer.Project, "Attesto.Lab.csproj"), "-c", "Release", "--use-current-runtime", "--no-self-contained",
            "-p:PublishReadyToRun=true", "-o", folder, "--nologo", "-v", "quiet"];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(folder, "Attesto.Lab.dll") : throw new InvalidOperationException("dotnet publish failed.");
    }
}
