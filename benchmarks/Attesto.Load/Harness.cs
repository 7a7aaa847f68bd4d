namespace Attesto.Load;

/// <summary>Runs every field of the table, one after the other in each round, so that whatever the machine does meets all of them.</summary>
internal static class Harness
{
    public static async Task<bool> RunAsync(Plan plan)
    {
        await Wrk.InstallAsync();
        try
        {
            await using var servers = await Servers.StartAsync(plan.Connection);
            List<Job> jobs = [.. new Jobs(servers).All().Where(plan.Includes)];
            foreach (var job in jobs)
            {
                await job.WarmUpAsync(plan.WarmUpRuns);
            }

            for (var round = 1; round <= plan.Rounds; round++)
            {
                await Console.Error.WriteLineAsync($"round {round} of {plan.Rounds}");
                foreach (var job in jobs)
                {
                    await job.CountAsync(plan.Seconds);
                }
            }

            await Table.PrintAsync(jobs, Console.Out);
            return jobs.TrueForAll(job => job.Samples.TrueForAll(sample => sample.Run.Errors == 0));
        }
        finally
        {
            Work.Remove();
        }
    }

    /// <summary>Measures a server that somebody else started.</summary>
    public static async Task MeasureAsync(string url, int processId, string path, string body)
    {
        try
        {
            for (var round = 0; round < 3; round++)
            {
                var before = CpuTime.Of(processId);
                var run = await Wrk.RunAsync(url + path, Requests.Post(body), seconds: 4);
                Console.WriteLine($"{(CpuTime.Of(processId) - before) / run.Requests:F0} µs, {run.Requests} requests, {run.Errors} errors, p99 {run.P99}");
            }
        }
        finally
        {
            Work.Remove();
        }
    }
}
