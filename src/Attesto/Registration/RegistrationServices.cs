using System.Diagnostics.CodeAnalysis;
using Attesto.ClientIdMetadata;
using Attesto.Clients;
using Attesto.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>Registers clients that nobody registered by hand.</summary>
public static class RegistrationServices
{
    /// <summary>Adds the host's own client store, and beside it the clients that register themselves or publish a metadata document.</summary>
    /// <typeparam name="T">The host's class; an <see cref="IClientStore"/> that is there already wins.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoClientStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IServiceCollection services)
        where T : class, IClientStore
    {
        services.TryAddScoped<T>();
        return services.ProvideAttesto(static services =>
            services.TryAddScoped<IClientStore>(provider => ClientDirectory.Over(provider, provider.GetRequiredService<T>())));
    }

    internal static IServiceCollection AddRegistration(this IServiceCollection services)
    {
        services.TryAddSingleton<ClientIdDocumentSource>();
        services.TryAddSingleton<InMemoryClientMetadataCache>();
        services.TryAddScoped(provider => new ClientIdResolver(
            provider.GetService<IClientMetadataCache>() ?? provider.GetRequiredService<InMemoryClientMetadataCache>(), // a cache may be each node's own
            provider.GetRequiredService<ClientIdDocumentSource>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddScoped(provider => new RegisteredClients( // a factory: without registration there is no such store
            provider.GetRequiredService<IRegisteredClientStore>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
