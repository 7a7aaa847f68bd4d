using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Attesto.AspNetCore;

/// <summary>Reads every route's demands once at start, so that a mistake in <c>[RequireScopes]</c> or <c>[StepUp]</c> stops the start and not the first request.</summary>
internal sealed class RouteDemandCheck(EndpointDataSource routes) : IHostedLifecycleService
{
    /// <summary>Routes exist only once the pipeline is built.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var route in routes.Endpoints)
        {
            foreach (var demand in route.Metadata.GetOrderedMetadata<IAuthorizationRequirementData>())
            {
                Check(route.DisplayName, demand);
            }
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Check(string? route, IAuthorizationRequirementData demand)
    {
        try
        {
            _ = demand.GetRequirements().Count();
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"The route {route} makes an impossible demand: {e.Message}", e);
        }
    }
}
