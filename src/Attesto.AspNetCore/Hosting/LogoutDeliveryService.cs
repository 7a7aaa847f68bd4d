using Attesto.Logout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attesto.AspNetCore;

/// <summary>Delivers logout tokens in the background (OpenID Connect Back-Channel Logout §2.5), where a slow client delays nobody.</summary>
internal sealed class LogoutDeliveryService(LogoutNotices notices, IServiceScopeFactory scopes) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        using var meter = Telemetry.Observe(notices);
        await LogoutDelivery.RunAsync(notices, scopes, cancellationToken);
    }
}
