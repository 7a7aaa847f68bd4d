using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sweeps every <see cref="DatabaseOptions.SweepInterval"/>. Nodes begin at different moments; a run that fails is logged, and the next one tries again.</summary>
internal sealed partial class SweeperService(IServiceScopeFactory scopes, IOptions<AttestoOptions> options, TimeProvider clock, ILogger<SweeperService> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.RunAsync(RunAsync, stoppingToken);

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Database.SweepInterval is not { } interval)
        {
            return;
        }

        await Task.Delay(interval * (RandomNumberGenerator.GetInt32(1000) / 1000d), clock, stoppingToken);
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            await SweepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            LogSwept(await scope.ServiceProvider.GetRequiredService<ISweeper>().SweepAsync(stoppingToken));
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Deleted {Rows} expired rows.")]
    private partial void LogSwept(long rows);

    [LoggerMessage(2, LogLevel.Warning, "Expired rows could not be deleted; the next run tries again.")]
    private partial void LogFailed(Exception fault);
}
