namespace Attesto.Faults;

/// <summary>What this assembly does as a program of its own: a thread waits for a signal that comes, and for one that does not.</summary>
internal static class WaitingProcess
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>Ends with 0 if the first wait was woken and the second ran out, as they do where clocks are right.</summary>
    public static int Main()
    {
        using var signal = new ManualResetEvent(initialState: false);
        using var timer = new Timer(_ => signal.Set(), null, Soon, Timeout.InfiniteTimeSpan);
        var isWoken = signal.WaitOne(Long);
        using var silence = new ManualResetEvent(initialState: false);
        return isWoken && !silence.WaitOne(Soon) ? 0 : 1;
    }
}
