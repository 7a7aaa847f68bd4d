namespace Attesto.Benchmarks;

/// <summary>What a piece of code allocates.</summary>
internal static class Allocations
{
    private const int WarmUps = 300;
    private const int Rounds = 500;

    /// <summary>The median, for a dictionary that grows or a sweep falls on some request now and then.</summary>
    public static async Task<long> MedianAsync(Func<Task<long>> sample)
    {
        var samples = new List<long>();
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            var bytes = await sample();
            if (round >= WarmUps)
            {
                samples.Add(bytes);
            }
        }

        samples.Sort();
        return samples[samples.Count / 2];
    }

    /// <summary>Synchronous, so that every byte falls on this thread.</summary>
    public static long Of(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
