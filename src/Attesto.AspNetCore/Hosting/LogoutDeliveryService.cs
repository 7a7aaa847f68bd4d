using Attesto.Logout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attesto.AspNetCore;

/// <summary>Delivers logout tokens in the background (OpenID Connect Back-Channel Logout §2.5), where a slow client delays nobody.
/// At shutdown what is queued is still delivered, for as long as the host waits.</summary>
internal sealed class LogoutDeliveryService(LogoutNotices notices, IServiceScopeFactory scopes) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        notices.Complete();
        if (ExecuteTask is { } delivery)
        {
            await delivery.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        using var meter = Telemetry.Observe(notices);
        await LogoutDelivery.RunAsync(notices, scopes, cancellationToken);
    }
}
