using Attesto.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>Reads the rotating keys every few seconds and makes those that are due. A node that cannot read them goes on with what it knows.</summary>
internal sealed partial class KeyRotationService(SigningKeyRing ring, TimeProvider clock, ILogger<KeyRotationService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.RunAsync(RunAsync, stoppingToken);

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        using var meter = Telemetry.Observe(ring);
        using var timer = new PeriodicTimer(RotationPlan.ReadInterval, clock);
        var isAway = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ring.RefreshAsync(stoppingToken);
                isAway = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isAway)
                {
                    LogAway(fault);
                }

                isAway = true;
            }
        }
    }

    [LoggerMessage(54, LogLevel.Error, "The signing keys cannot be read. This node goes on with those that it knows for an hour, and tries again every few seconds.")]
    private partial void LogAway(Exception fault);
}
