using Attesto;
using Attesto.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
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
        services.ConfigureDbContext<TContext>(SqliteDialect.Configure).ConfigureDbContext<TContext>(Failures.Configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IDbContextOptionsConfiguration<>), typeof(PostgreSqlCommands<>)));
        services.TryAddSingleton(TimeProvider.System);
        HostContext<TContext>.TryAdd<IAuthorizationCodeStore, EfAuthorizationCodeStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IGrantStore, EfGrantStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IAccessTokenRevocationStore, EfAccessTokenRevocationStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IDeviceCodeStore, EfDeviceCodeStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IPushedRequestStore, EfPushedRequestStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IConsentGrantStore, EfConsentGrantStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IConsentStore, EfConsentStore<TContext>>(services);
        HostContext<TContext>.TryAdd<ILogoutSessionStore, EfLogoutSessionStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IServerSideSessionStore, EfServerSideSessionStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IReplayStore, EfReplayStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IDpopNonceStore, EfDpopNonceStore<TContext>>(services);
        HostContext<TContext>.TryAdd<IClientMetadataCache, EfClientMetadataCache<TContext>>(services);
        HostContext<TContext>.TryAdd<IRegisteredClientStore, EfRegisteredClientStore<TContext>>(services);
        HostContext<TContext>.TryAdd<ISigningKeyStore, EfSigningKeyStore<TContext>>(services);
        services.TryAddSingleton<EfClientCache>();
        HostContext<TContext>.TryAdd<IClientRegistry, EfClientRegistry<TContext>>(services); // a host without the server has no rules
        services.TryAddScoped<ICatalogRegistry<HostScope>>(static provider => new EfCatalogRegistry<TContext, ScopeRow, HostScope>(
            HostContext<TContext>.Of(provider), provider.GetRequiredService<ICatalogRules>().FaultsOf, provider.GetRequiredService<TimeProvider>()));
        services.TryAddScoped<ICatalogRegistry<HostApi>>(static provider => new EfCatalogRegistry<TContext, ApiRow, HostApi>(
            HostContext<TContext>.Of(provider), provider.GetRequiredService<ICatalogRules>().FaultsOf, provider.GetRequiredService<TimeProvider>()));
        HostContext<TContext>.TryAdd<ISweeper, EfSweeper<TContext>>(services);
        HostContext<TContext>.TryAdd<IDatabaseName, DatabaseName<TContext>>(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemaCheck<TContext>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, SchemaCheck<TContext>>());
        services.TryAddSingleton<ISchemaCheck, SchemaCheck<TContext>>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClientFiles>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, ClientFiles>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SweeperService>());
        return services;
    }
}
