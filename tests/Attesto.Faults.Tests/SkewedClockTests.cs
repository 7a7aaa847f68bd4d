using System.Diagnostics;

namespace Attesto.Faults;

/// <summary>A wrong clock is the only thing that is wrong with a node: its threads wait as they do elsewhere.</summary>
public sealed class SkewedClockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [TestCase(-15)]
    [TestCase(15)]
    public async Task A_thread_waits_for_as_long_as_it_says(int seconds)
    {
        if (!SkewedClock.IsInstalled)
        {
            Assert.Ignore("libfaketime is not installed.");
        }

        var start = new ProcessStartInfo("dotnet", [typeof(WaitingProcess).Assembly.Location]) { UseShellExecute = false };
        SkewedClock.Set(start.Environment, TimeSpan.FromSeconds(seconds));
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail("a wait that was to run out did not");
        }

        Assert.That(process.ExitCode, Is.Zero, "a wait ended before its time");
    }
}
