using Attesto;
using Attesto.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stores that live in the host's database.</summary>
public static class AttestoEntityFrameworkServiceCollectionExtensions
{
    /// <summary>Keeps every state of Attesto in <typeparamref name="TContext"/>, whose model calls <c>UseAttesto</c>. A store that the host registered
    /// before is left alone.</summary>
    /// <typeparam name="TContext">The host's context.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoEntityFrameworkStores<TContext>(this IServiceCollection services)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.ProvideAttesto(static services => AddStores<TContext>(services));
    }

    private static IServiceCollection AddStores<TContext>(IServiceCollection services)
        where TContext : DbContext
    {
        services.ConfigureDbContext<TContext>(SqliteDialect.Configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IAuthorizationCodeStore, EfAuthorizationCodeStore<TContext>>();
        services.TryAddScoped<IGrantStore, EfGrantStore<TContext>>();
        services.TryAddScoped<IAccessTokenRevocationStore, EfAccessTokenRevocationStore<TContext>>();
        services.TryAddScoped<IDeviceCodeStore, EfDeviceCodeStore<TContext>>();
        services.TryAddScoped<IPushedRequestStore, EfPushedRequestStore<TContext>>();
        services.TryAddScoped<IConsentGrantStore, EfConsentGrantStore<TContext>>();
        services.TryAddScoped<IConsentStore, EfConsentStore<TContext>>();
        services.TryAddScoped<ILogoutSessionStore, EfLogoutSessionStore<TContext>>();
        services.TryAddScoped<IServerSideSessionStore, EfServerSideSessionStore<TContext>>();
        services.TryAddScoped<IReplayStore, EfReplayStore<TContext>>();
        services.TryAddScoped<IDpopNonceStore, EfDpopNonceStore<TContext>>();
        services.TryAddScoped<IClientMetadataCache, EfClientMetadataCache<TContext>>();
        services.TryAddScoped<IRegisteredClientStore, EfRegisteredClientStore<TContext>>();
        services.TryAddScoped<ISigningKeyStore, EfSigningKeyStore<TContext>>();
        services.TryAddSingleton<EfClientCache>();
        // a host without the server has no rules
        services.TryAddScoped<IClientRegistry>(static provider => ActivatorUtilities.CreateInstance<EfClientRegistry<TContext>>(provider));
        services.TryAddScoped<ISweeper, EfSweeper<TContext>>();
        services.TryAddScoped<IDatabaseName, DatabaseName<TContext>>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemaCheck<TContext>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, SchemaCheck<TContext>>());
        services.TryAddSingleton<ISchemaCheck, SchemaCheck<TContext>>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClientFiles>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, ClientFiles>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SweeperService>());
        return services;
    }
}
