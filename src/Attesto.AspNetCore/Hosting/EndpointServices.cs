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

/// <summary>Registers the endpoints. What they are made of is internal, so the container is told how.</summary>
internal static class EndpointServices
{
    public static void AddEndpoints(this IServiceCollection services)
    {
        services.TryAddScoped(provider => new AuthorizationEndpoint(
            provider.GetRequiredService<AuthorizeService>(),
            provider.GetRequiredService<HttpInteractions>(),
            provider.GetRequiredService<SignInReturn>(),
            provider.GetRequiredService<HeldRequestLimit>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new AuthorizationServerMetadataEndpoint(
            provider.GetRequiredService<DiscoveryService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new DeviceAuthorizationEndpoint(
            provider.GetRequiredService<DeviceAuthorizationService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped<DevicePages>();
        services.TryAddScoped(provider => new DeviceVerificationEndpoint(
            provider.GetRequiredService<DeviceVerificationService>(),
            provider.GetRequiredService<HttpInteractions>(),
            provider.GetRequiredService<DevicePages>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new EndSessionEndpoint(
            provider.GetRequiredService<EndSessionService>(),
            provider.GetRequiredService<IEnumerable<ILogoutPolicy>>(),
            provider.GetRequiredService<IPages>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new IntrospectionEndpoint(
            provider.GetRequiredService<IntrospectionService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new JwksEndpoint(
            provider.GetRequiredService<DiscoveryService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new OpenIdConfigurationEndpoint(
            provider.GetRequiredService<DiscoveryService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new ProtectedResourceMetadataEndpoint(
            provider.GetRequiredService<DiscoveryService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new PushedAuthorizationEndpoint(
            provider.GetRequiredService<PushedAuthorizationService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new RevocationEndpoint(
            provider.GetRequiredService<RevocationService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new TokenEndpoint(
            provider.GetRequiredService<TokenService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new UserInfoEndpoint(
            provider.GetRequiredService<UserInfoService>(),
            provider.GetRequiredService<OAuthTransport>()));
        services.TryAddScoped(provider => new RegistrationEndpoint(
            provider.GetRequiredService<RegistrationService>(),
            provider.GetRequiredService<ClientConfigurationService>(),
            provider.GetRequiredService<OAuthTransport>()));
    }
}
