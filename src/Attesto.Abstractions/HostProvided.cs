using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto;

/// <summary>What only the host, or a package that it chose, can provide. A placeholder stands for each until then, so that the container can be built
/// and the start can say in words what is missing and which call registers it.</summary>
internal static class HostProvided
{
    /// <summary>Registers services where the host has none yet, taking the place of placeholders.</summary>
    /// <param name="services">The services.</param>
    /// <param name="add">Adds the services, by <c>TryAdd</c> and its kin.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection ProvideAttesto(this IServiceCollection services, Action<IServiceCollection> add)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(add);
        var placeholders = services.Where(IsPlaceholder).ToList();
        foreach (var placeholder in placeholders)
        {
            services.Remove(placeholder);
        }

        add(services);
        services.TryAdd(placeholders);
        return services;
    }

    /// <summary>Marks a service as the host's to provide.</summary>
    /// <param name="services">The services.</param>
    /// <param name="service">The interface.</param>
    /// <param name="lifetime">The lifetime of its placeholder.</param>
    public static void AwaitAttesto(this IServiceCollection services, Type service, ServiceLifetime lifetime) =>
        services.TryAdd(ServiceDescriptor.Describe(service, new Placeholder(service).Resolve, lifetime));

    /// <summary>True if nobody provided a service.</summary>
    /// <param name="services">The services.</param>
    /// <param name="service">The interface.</param>
    /// <returns>Whether it is missing.</returns>
    public static bool LacksAttesto(this IServiceCollection services, Type service) =>
        services.LastOrDefault(descriptor => descriptor.ServiceType == service) is not { } present || IsPlaceholder(present);

    private static bool IsPlaceholder(ServiceDescriptor descriptor) => descriptor is { IsKeyedService: false, ImplementationFactory.Target: Placeholder };

    private sealed class Placeholder(Type service)
    {
        public object Resolve(IServiceProvider provider) => throw new InvalidOperationException($"No {service.Name} is registered; only the host can provide one.");
    }
}
