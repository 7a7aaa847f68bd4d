using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.Outbound;

/// <summary>Registers what fetches from strangers. Without a transport there is no way out.</summary>
internal static class OutboundServices
{
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton<IOutboundClient, ClosedOutboundClient>();
        services.TryAddSingleton<IRemoteKeys, RemoteKeys>();
        return services;
    }
}
