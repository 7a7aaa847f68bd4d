using Attesto;
using Attesto.Authorize;
using Attesto.Clients;
using Attesto.Discovery;
using Attesto.Events;
using Attesto.Grants;
using Attesto.Introspection;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Keys;
using Attesto.Logout;
using Attesto.Outbound;
using Attesto.Registration;
using Attesto.ResourceServer;
using Attesto.Revocation;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Attesto.Services;
using Attesto.Subjects;
using Attesto.UserInfo;
using Attesto.Validation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the protocol. The transport calls it; a host calls the transport.</summary>
public static class AttestoServiceCollectionExtensions
{
    /// <summary>Adds every protocol service. Stores, keys and policies are the host's, or those of other packages.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoProtocol(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<AttestoOptions>, StandardPrincipalKinds>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<AttestoOptions>, Fapi2Options>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<AttestoOptions>, ClientSigningDefaults>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AttestoOptions>, AttestoOptionsValidator>());
        return services.AddTokens().AddTokenSide().AddGrants().AddFrontChannel().AddLogout().AddOutbound().AddRegistration();
    }

    private static IServiceCollection AddLogout(this IServiceCollection services)
    {
        services.TryAddSingleton<LogoutWork>();
        services.TryAddSingleton<LogoutQueue>();
        services.TryAddScoped<LogoutTokenIssuer>();
        services.TryAddScoped<LogoutDelivery>();
        services.TryAddScoped<BackchannelLogout>();
        services.TryAddScoped<EndSessionValidation>();
        services.TryAddScoped(provider => new EndSessionService(
            provider.GetRequiredService<EndSessionValidation>(),
            provider.GetRequiredService<BackchannelLogout>()));
        return services;
    }

    private static IServiceCollection AddFrontChannel(this IServiceCollection services)
    {
        services.TryAddSingleton<EndpointUrls>();
        services.TryAddScoped<RequestObjectVerifier>();
        services.TryAddScoped<PushServices>();
        services.TryAddScoped<CheckServices>();
        services.TryAddScoped<AuthorizationValidation>();
        services.TryAddScoped<AuthorizationInteraction>();
        services.TryAddScoped<AuthorizationResponder>();
        services.TryAddScoped<CodeIssuance>();
        services.TryAddScoped(provider => new AuthorizeService(
            provider.GetRequiredService<AuthorizationValidation>(),
            provider.GetRequiredService<AuthorizationInteraction>(),
            provider.GetRequiredService<CodeIssuance>(),
            provider.GetRequiredService<PendingRequests>(),
            provider.GetRequiredService<AuthorizationResponder>()));
        services.TryAddScoped(provider => new PushedAuthorizationService(
            provider.GetRequiredService<AuthorizationValidation>(),
            provider.GetRequiredService<IPushedRequestStore>(),
            provider.GetRequiredService<IOptions<AttestoOptions>>()));
        services.TryAddScoped<ConsentGrants>();
        services.TryAddScoped<PendingRequests>();
        services.TryAddScoped<ServerMetadata>();
        services.TryAddSingleton<PublicDocuments>();
        services.TryAddSingleton<ProtectedResources>();
        services.TryAddScoped(provider => new DiscoveryService(
            provider.GetRequiredService<OnDemand<ServerMetadata>>(),
            provider.GetRequiredService<ProtectedResources>(),
            provider.GetRequiredService<IKeystore>(),
            provider.GetRequiredService<PublicDocuments>()));
        return services;
    }

    /// <summary>Adds what servers and protected resources share: the clock, the stores when a request needs them, and what verifies signatures.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoResourceProtocol(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddTransient(typeof(OnDemand<>)); // of what one other service holds the container keeps no record
        services.TryAddSingleton<SignatureAlgorithms>();
        return services;
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddAttestoResourceProtocol();
        services.TryAddSingleton<JwtProfiles>();
        services.TryAddScoped<AccessTokenVerifier>();
        services.TryAddScoped(provider => new DpopProofVerifier(
            provider.GetRequiredService<IOptions<AttestoOptions>>(),
            provider.GetRequiredService<JwtProfiles>(),
            provider.GetRequiredService<SignatureAlgorithms>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IDpopNonceStore>() is { } store ? ActivatorUtilities.CreateInstance<DpopNonces>(provider, store) : null));
        services.TryAddScoped<AccessTokenAuthenticator>();
        services.TryAddSingleton<EndpointUrls>();
        services.TryAddSingleton<ProtectedResources>();
        services.TryAddSingleton<KeystoreCheck>();
        services.TryAddSingleton<PairwiseSubjects>();
        services.TryAddScoped<TokenSubjects>();
        services.TryAddTransient<AccessTokenIssuer>();
        services.TryAddScoped<IdTokenIssuer>();
        services.TryAddScoped<IdTokenVerifier>();
        services.TryAddScoped<IVerificationKeySource, KeystoreKeySource>();
        services.TryAddScoped<ISenderConstraints, SenderConstraintChecks>();
        services.TryAddTransient<ClientAssertionVerifier>();
        return services;
    }

    // In the order in which they are advertised.
    private static IServiceCollection AddGrants(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(GrantDescriptor)))
        {
            return services;
        }

        GrantDescriptor.Add<AuthorizationCodeGrant>(services, GrantTypes.AuthorizationCode);
        GrantDescriptor.Add<RefreshTokenGrant>(services, GrantTypes.RefreshToken);
        GrantDescriptor.Add<ClientCredentialsGrant>(services, GrantTypes.ClientCredentials, needsConfidentialClient: true);
        GrantDescriptor.Add<TokenExchangeGrant>(services, GrantTypes.TokenExchange, needsConfidentialClient: true);
        GrantDescriptor.Add<JwtBearerGrant>(services, GrantTypes.JwtBearer, needsConfidentialClient: true, isOn: static options => options.JwtBearer.Enabled);
        GrantDescriptor.Add<DeviceCodeGrant>(services, GrantTypes.DeviceCode, isOn: static options => options.Device.Enabled);
        return services;
    }

    // In the order in which methods are tried and advertised.
    private static IServiceCollection AddTokenSide(this IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Transient<IClientAuthenticationMethod, ClientSecretBasic>(),
            ServiceDescriptor.Transient<IClientAuthenticationMethod, ClientSecretPost>(),
            ServiceDescriptor.Transient<IClientAuthenticationMethod, PrivateKeyJwt>(),
            ServiceDescriptor.Singleton<IClientAuthenticationMethod, TlsClientAuth>(),
            ServiceDescriptor.Transient<IClientAuthenticationMethod, SelfSignedTlsClientAuth>(),
            ServiceDescriptor.Transient<IClientAuthenticationMethod, NoAuthentication>(),
        ]);
        services.TryAddTransient<ClientSecrets>();
        services.TryAddScoped<IScopePolicy, MissingScopePolicy>();
        services.TryAddSingleton<ScopeCatalogue>();
        services.TryAddSingleton<IClientRules, HostClientRules>();
        services.TryAddScoped<ClientAuthenticator>();
        services.TryAddSingleton<OfferedGrants>();
        services.TryAddTransient<TokenService>();
        services.TryAddTransient<HolderOfKeyHint>();
        services.TryAddTransient<TokenIssuer>();
        services.TryAddScoped<IdTokenComposer>();
        services.TryAddScoped<ResourceClaims>();
        services.TryAddScoped<RefreshTokenIssuer>();
        services.TryAddScoped<RefreshTokenChecks>();
        services.TryAddScoped<TokenRevocation>();
        services.TryAddScoped<IAuthorizationTerminator, AuthorizationTerminator>();
        services.TryAddScoped<LiveAccessTokens>();
        services.TryAddScoped<ExchangedTokens>();
        services.TryAddScoped<ExchangeTargets>();
        services.TryAddScoped<IdentityAssertionVerifier>();
        services.TryAddScoped<DeviceCodeIssuer>();
        services.TryAddSingleton<UserCodeGuesses>();
        services.TryAddSingleton<WarningGate>();
        services.TryAddScoped<TokenInspector>();
        services.TryAddScoped<IntrospectionSigner>();
        services.TryAddScoped<RevocationService>();
        services.TryAddScoped<UserInfoSigner>();
        services.TryAddScoped<UserInfoService>();
        services.TryAddScoped<IntrospectionService>();
        services.TryAddScoped<DeviceAuthorizationService>();
        services.TryAddScoped<DeviceVerificationService>();
        return services;
    }
}
