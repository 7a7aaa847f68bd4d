using Attesto.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore;

/// <summary>Registers the guarded way out. A host may register its own <see cref="IOutboundClient"/> or <see cref="IAddressResolver"/> first.</summary>
internal static class OutboundServices
{
    public static IServiceCollection AddAttestoOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton<IAddressResolver, SystemAddressResolver>();
        services.TryAddSingleton<IOutboundClient, GuardedOutboundClient>();
        return services;
    }
}
