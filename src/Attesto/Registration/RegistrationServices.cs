using System.Diagnostics.CodeAnalysis;
using Attesto.Profiles;
using Attesto.Stores;
using Attesto.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>Registers clients that nobody registered by hand.</summary>
internal static class RegistrationServices
{
    /// <summary>Adds the host's own client store, and beside it the clients that register themselves or publish a metadata document.</summary>
    /// <typeparam name="T">The host's class; an <see cref="IClientStore"/> that is there already wins.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoClientStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IServiceCollection services)
        where T : class, IClientStore
    {
        if (!services.LacksAttesto(typeof(IClientStore)))
        {
            return services;
        }

        services.TryAddScoped<T>();
        return services.AddAttestoClientStore(provider => provider.GetRequiredService<T>());
    }

    /// <summary>Adds the host's own client store, and beside it the clients that register themselves or publish a metadata document.</summary>
    /// <param name="services">The services.</param>
    /// <param name="host">Finds the host's store; it takes the place of one that is there already.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoClientStore(this IServiceCollection services, Func<IServiceProvider, IClientStore> host)
    {
        services.Replace(ServiceDescriptor.Scoped(provider => ClientDirectory.Over(provider, host(provider))));
        services.Replace(ServiceDescriptor.Scoped<IClientStore>(provider => new ConformingClients(
            provider.GetRequiredService<ClientDirectory>(),
            provider.GetRequiredService<PairwiseSubjects>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<ILogger<ConformingClients>>())));
        return services;
    }

    internal static IServiceCollection AddRegistration(this IServiceCollection services)
    {
        services.TryAddSingleton<SectorDocuments>();
        services.TryAddSingleton<ClientIdDocumentSource>();
        services.TryAddSingleton<InMemoryClientMetadataCache>();
        services.TryAddScoped(provider => new ClientIdResolver(
            provider.GetService<IClientMetadataCache>() ?? provider.GetRequiredService<InMemoryClientMetadataCache>(), // a cache may be each node's own
            provider.GetRequiredService<ClientIdDocumentSource>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IDocumentLimit>()));
        services.TryAddSingleton<IInitialAccessTokens, ConfiguredInitialAccessTokens>();
        services.TryAddSingleton<IRegistrationRateLimit, RegistrationRateLimit>();
        services.TryAddScoped<RegistrationGate>();
        services.TryAddScoped<SoftwareStatements>();
        services.TryAddScoped<RegistrationRules>();
        services.TryAddScoped<RegistrationReview>();
        return services.AddRegistrationEndpoint();
    }

    // Factories: without registration there is no store, and yet the container must be buildable.
    private static IServiceCollection AddRegistrationEndpoint(this IServiceCollection services)
    {
        services.TryAddScoped(provider => new RegisteredClients(
            provider.GetRequiredService<IRegisteredClientStore>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddScoped(provider => new RegistrationService(
            provider.GetRequiredService<RegistrationGate>(),
            provider.GetRequiredService<RegistrationReview>(),
            provider.GetRequiredService<IRegisteredClientStore>(),
            provider.GetRequiredService<EndpointUrls>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddScoped(provider => new ClientConfigurationService(
            provider.GetRequiredService<RegisteredClients>(),
            provider.GetRequiredService<RegistrationReview>(),
            provider.GetRequiredService<IRegisteredClientStore>(),
            provider.GetRequiredService<IAuthorizationTerminator>(),
            provider.GetRequiredService<EndpointUrls>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
