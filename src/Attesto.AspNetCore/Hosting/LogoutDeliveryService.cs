using Attesto.Logout;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Delivers logout tokens in the background (OpenID Connect Back-Channel Logout §2.5), where a slow client delays nobody, also those that another node left.
/// At shutdown what is due is still delivered, for as long as the host waits.</summary>
internal sealed class LogoutDeliveryService(LogoutQueue queue, LogoutWork work, IOptions<AttestoOptions> options) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        work.Complete();
        if (ExecuteTask is { } delivery)
        {
            await delivery.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken cancellationToken) =>
        options.Value.Logout.Enabled ? BackgroundWork.RunAsync(queue.RunAsync, cancellationToken) : Task.CompletedTask;
}
