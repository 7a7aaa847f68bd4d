using Attesto.Clients;
using Attesto.Grants;
using Attesto.Introspection;
using Attesto.Policies;
using Attesto.Revocation;
using Attesto.Scopes;
using Attesto.Token;
using Attesto.UserInfo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto;

/// <summary>Registers the protocol. The transport calls it; a host calls the transport.</summary>
public static class AttestoServiceCollectionExtensions
{
    /// <summary>Adds every protocol service. Stores, keys and policies are the host's, or those of other packages.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoProtocol(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddTokenSide();
    }

    // In the order in which methods are tried and advertised.
    private static IServiceCollection AddTokenSide(this IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Scoped<IClientAuthenticationMethod, NoAuthentication>(),
            ServiceDescriptor.Scoped<IClientAuthenticationMethod, ClientSecretBasic>(),
            ServiceDescriptor.Scoped<IClientAuthenticationMethod, ClientSecretPost>(),
        ]);
        services.TryAddScoped<IScopePolicy, WholeRequestScopePolicy>();
        services.TryAddSingleton<ScopeCatalogue>();
        services.TryAddScoped<ClientAuthenticator>();
        services.TryAddScoped<OfferedGrants>();
        services.TryAddScoped<TokenService>();
        services.TryAddScoped<RevocationService>();
        services.TryAddScoped<UserInfoService>();
        services.TryAddScoped<IntrospectionService>();
        services.TryAddScoped<DeviceAuthorizationService>();
        services.TryAddScoped<DeviceVerificationService>();
        return services;
    }
}
