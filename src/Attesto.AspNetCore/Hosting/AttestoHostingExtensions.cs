using Attesto;
using Attesto.AspNetCore;
using Attesto.Authorize;
using Attesto.Catalog;
using Attesto.Registration;
using Attesto.Stores;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the authorization server to a host.</summary>
public static class AttestoHostingExtensions
{
    /// <summary>Adds the authorization server. Options are bound from the configuration section <c>Attesto</c> and checked at start, all faults in one message.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options after the section was bound.</param>
    /// <returns>A builder for the host's policies.</returns>
    public static AttestoBuilder AddAttesto(this IServiceCollection services, Action<AttestoOptions>? configure = null)
    {
        if (!services.Any(service => service.ServiceType == typeof(OAuthTransport)))
        {
            services.AddAttestoSection();
            AddStartChecks(services);
            services.AddSingleton<IValidateOptions<AttestoOptions>, HostValidator>();
            services.AddSingleton(new RegisteredServices(services));
            HostValidator.Await(services);
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddAttestoOutbound(); // before the protocol, which without it has no way out
        services.AddAttestoProtocol();
        AddTransport(services);
        services.AddEndpoints();
        return new AttestoBuilder(services);
    }

    /// <inheritdoc cref="AddAttesto(IServiceCollection, Action{AttestoOptions}?)"/>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Sets options after the section was bound.</param>
    public static AttestoBuilder AddAttesto(this IHostApplicationBuilder builder, Action<AttestoOptions>? configure = null) =>
        builder.Services.AddAttesto(configure);

    /// <summary>Keeps all state in this process: for one node and for tests. The start is refused outside Development unless acknowledged.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="acknowledgeSingleNode">True says: this server runs on one node, and may forget everything when it restarts.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddAttestoInMemoryStores(this IServiceCollection services, bool acknowledgeSingleNode = false)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new SingleNodeStores(acknowledgeSingleNode));
        return services.ProvideAttesto(AddInMemoryStores);
    }

    private static void AddInMemoryStores(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAuthorizationCodeStore, InMemoryAuthorizationCodeStore>();
        services.TryAddSingleton<InMemoryGrantStore>();
        services.TryAddSingleton<IGrantStore>(provider => provider.GetRequiredService<InMemoryGrantStore>());
        services.TryAddSingleton<IAccessTokenRevocationStore, InMemoryAccessTokenRevocationStore>();
        services.TryAddSingleton<IDeviceCodeStore, InMemoryDeviceCodeStore>();
        services.TryAddSingleton<IPushedRequestStore, InMemoryPushedRequestStore>();
        services.TryAddSingleton<IConsentGrantStore, InMemoryConsentGrantStore>();
        services.TryAddSingleton<IConsentStore, InMemoryConsentStore>();
        services.TryAddSingleton<IReplayStore, InMemoryReplayStore>();
        services.TryAddSingleton<IDpopNonceStore, InMemoryDpopNonceStore>();
        services.TryAddSingleton<ILogoutSessionStore, InMemoryLogoutSessionStore>();
        services.TryAddSingleton<IServerSideSessionStore, InMemoryServerSideSessionStore>();
        services.TryAddSingleton<IRegisteredClientStore, InMemoryRegisteredClientStore>();
        services.TryAddSingleton<IClientMetadataCache, InMemoryClientMetadataCache>();
        services.TryAddSingleton<ISigningKeyStore, InMemorySigningKeyStore>();
    }

    /// <summary>Binds and checks the section <c>Attesto</c>, for servers and for APIs of their own.</summary>
    internal static void AddAttestoSection(this IServiceCollection services)
    {
        if (!services.Any(service => service.ServiceType == typeof(AttestoSection)))
        {
            services.AddOptions<AttestoOptions>().ValidateOnStart();
            StartValidator.AddTo(services);
            services.AddSingleton<AttestoSection>();
            services.AddSingleton<IConfigureOptions<AttestoOptions>>(provider => provider.GetRequiredService<AttestoSection>());
            services.AddSingleton<IConfigureOptions<AttestoHttpOptions>>(provider => provider.GetRequiredService<AttestoSection>());
            services.AddSingleton<IValidateOptions<AttestoOptions>>(provider => provider.GetRequiredService<AttestoSection>());
            services.AddSingleton<IValidateOptions<AttestoOptions>, HttpOptionsValidator>();
        }
    }

    private static void AddStartChecks(IServiceCollection services)
    {
        services.TryAddSingleton<StartChecks>();
        services.TryAddSingleton<KeyCheck>();
        services.AddSingleton<IStartCheck>(static provider => provider.GetRequiredService<KeyCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, ServedCheck>());
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StartupReport>()); // before what would stumble over the same faults, with a stack
    }

    private static void AddTransport(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(OAuthTransport)))
        {
            return;
        }

        services.AddDataProtection();
        services.AddAntiforgery();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, OutageWatch>()); // before whatever of the host's reads a cookie
        services.AddSingleton<CorsPreflight>();
        services.AddSingleton<IStartupFilter, DeferredFilter<CorsPreflight>>();
        services.AddSingleton<IStartupFilter, EndpointMapping>();
        services.AddSingleton<PathBaseCheck>();
        services.AddSingleton<MatcherPolicy>(provider => provider.GetRequiredService<PathBaseCheck>());
        services.AddSingleton<CorsOrigins>();
        services.AddExchange();
        services.AddSingleton<InfrastructureFailures>();
        services.AddSingleton<InfrastructureFailureFilter>();
        services.AddSingleton<RouteClassLimiter>();
        services.AddHttpContextAccessor();
        services.TryAddSingleton<IDocumentLimit, DocumentLimit>();
        services.AddSingleton<SignInFailures>();
        services.AddSingleton<KnownBrowsers>();
        services.TryAddScoped(provider => new SignInThrottle(
            provider.GetRequiredService<SignInFailures>(),
            provider.GetRequiredService<IReplayStore>(),
            provider.GetRequiredService<KnownBrowsers>(),
            provider.GetRequiredService<OAuthTransport>(),
            provider.GetRequiredService<ILogger<SignInThrottle>>()));
        services.AddSingleton(provider => new FormTokens(provider.GetRequiredService<RequestReader>()));
        services.AddSingleton<PageFilter>();
        services.AddSingleton<PrefetchFilter>();
        services.AddSingleton<EndpointFilters>();
        services.AddHostedService<LogoutDeliveryService>();
        services.AddSingleton<IConfigureOptions<MvcOptions>, EndpointConventionSetup>();
        services.AddSingleton<PendingRequestLimit>();
        services.TryAddScoped(provider => new SignInReturn(
            provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<EndpointUrls>(),
            provider.GetRequiredService<PendingRequests>(),
            provider.GetRequiredService<PendingRequestLimit>(),
            provider.GetRequiredService<IClientStore>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddLocalization();
        services.TryAddTransient<PageTexts>();
        services.TryAddSingleton(static provider => new ScopeTexts(provider.GetService<ServedOptions>()));
        services.TryAddScoped(provider => new ConsentMemory(
            provider.GetService<IConsentStore>(), provider.GetRequiredService<IOptions<AttestoOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddScoped(provider => new ConsentForm(
            provider.GetRequiredService<ConsentGrants>(), provider.GetRequiredService<PendingRequests>(), provider.GetRequiredService<ConsentMemory>()));
        services.TryAddScoped(provider => new AccountAccess(
            provider.GetRequiredService<IGrantStore>(),
            provider.GetRequiredService<IClientStore>(),
            provider.GetRequiredService<IAuthorizationTerminator>(),
            provider.GetService<IConsentStore>(),
            provider.GetService<IServerSideSessionStore>(),
            provider.GetRequiredService<EventPublisher>()));
        services.AddSingleton<RequestFraming>();
        services.AddSingleton<OAuthTransport>();
        services.AddScoped(provider => new HttpInteractions(
            provider.GetService<ISignInPolicy>(), provider.GetService<IConsentPolicy>(), provider.GetRequiredService<ILogger<HttpInteractions>>()));
    }
}
