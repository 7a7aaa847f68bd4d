using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The first of what starts with the host: makes sure that all is in order, and says in the log which safeguards are switched off.</summary>
internal sealed partial class StartupReport(IOptions<AttestoOptions> options, IServiceScopeFactory scopes, StartChecks checks, KeyCheck keys, ILogger<StartupReport> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await checks.FindFaultsAsync(cancellationToken) is { Count: > 0 } faults)
        {
            throw new StartException(faults);
        }

        await using var scope = scopes.CreateAsyncScope();
        foreach (var finding in keys.Warnings.Concat(StartupChecks.FindBesidesKeys(options.Value, scope.ServiceProvider)))
        {
            LogRelaxed(finding.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(40, LogLevel.Warning, "{Relaxation}.")]
    private partial void LogRelaxed(string relaxation);
}
