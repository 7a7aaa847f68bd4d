using Attesto.Authorize;
using Attesto.Discovery;
using Attesto.Grants;
using Attesto.Introspection;
using Attesto.Issuing;
using Attesto.Logout;
using Attesto.Registration;
using Attesto.Revocation;
using Attesto.UserInfo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore;

/// <summary>Registers what answers at each endpoint of <see cref="EndpointTable"/>. What it is made of is internal, so the container is told how.</summary>
internal static class EndpointServices
{
    public static void AddEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton<EndpointExchange>();
        services.TryAddScoped<DevicePages>();
        services.Add(OAuthEndpoint.AuthorizationServerMetadata, (with, exchange) => new AuthorizationServerMetadataEndpoint(with.Get<DiscoveryService>(), exchange));
        services.Add(OAuthEndpoint.OpenIdConfiguration, (with, exchange) => new OpenIdConfigurationEndpoint(with.Get<DiscoveryService>(), exchange));
        services.Add(OAuthEndpoint.Jwks, (with, exchange) => new JwksEndpoint(with.Get<DiscoveryService>(), exchange));
        services.Add(OAuthEndpoint.ProtectedResourceMetadata, (with, exchange) => new ProtectedResourceMetadataEndpoint(with.Get<DiscoveryService>(), exchange));
        services.Add(OAuthEndpoint.Authorization, (with, exchange) => new AuthorizationEndpoint(
            with.Get<AuthorizeService>(), with.Get<HttpInteractions>(), with.Get<SignInReturn>(), with.Get<PendingRequestLimit>(), exchange));
        services.Add(OAuthEndpoint.Token, (with, exchange) => new TokenEndpoint(with.Get<TokenService>(), exchange));
        services.Add(OAuthEndpoint.PushedAuthorization, (with, exchange) => new PushedAuthorizationEndpoint(with.Get<PushedAuthorizationService>(), exchange));
        services.Add(OAuthEndpoint.Revocation, (with, exchange) => new RevocationEndpoint(with.Get<RevocationService>(), exchange));
        services.Add(OAuthEndpoint.Introspection, (with, exchange) => new IntrospectionEndpoint(with.Get<IntrospectionService>(), exchange));
        services.Add(OAuthEndpoint.UserInfo, (with, exchange) => new UserInfoEndpoint(with.Get<UserInfoService>(), exchange));
        services.Add(OAuthEndpoint.Registration, (with, exchange) => new RegistrationEndpoint(
            with.Get<RegistrationService>(), with.Get<ClientConfigurationService>(), exchange));
        services.Add(OAuthEndpoint.DeviceAuthorization, (with, exchange) => new DeviceAuthorizationEndpoint(with.Get<DeviceAuthorizationService>(), exchange));
        services.Add(OAuthEndpoint.DeviceVerification, (with, exchange) => new DeviceVerificationEndpoint(
            with.Get<DeviceVerificationService>(), with.Get<HttpInteractions>(), with.Get<DevicePages>(), exchange));
        services.Add(OAuthEndpoint.EndSession, (with, exchange) => new EndSessionEndpoint(
            with.Get<EndSessionService>(), with.GetServices<ILogoutPolicy>(), with.Get<IPages>(), exchange));
    }

    // By its type for the host's controllers, by its name for MapAttesto.
    private static void Add<T>(this IServiceCollection services, OAuthEndpoint endpoint, Func<IServiceProvider, EndpointExchange, T> make)
        where T : ServerEndpoint
    {
        services.TryAddScoped(provider => make(provider, provider.Get<EndpointExchange>()));
        services.TryAddKeyedScoped<ServerEndpoint>(endpoint, static (provider, _) => provider.Get<T>());
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
