namespace Attesto;

/// <summary>What a background service does until it is told to stop.</summary>
internal static class BackgroundWork
{
    /// <summary>Ends without a fault when it is stopped: a host whose start failed disposes of its services without having stopped them, and logs a cancellation as
    /// critical.</summary>
    /// <param name="work">The work.</param>
    /// <param name="stoppingToken">Stops it.</param>
    /// <returns>When it has ended.</returns>
    public static async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // As it was told to.
        }
    }
}
