using Attesto;
using Attesto.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

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
        services.AddOptions<AttestoOptions>().BindConfiguration("Attesto").Configure(configure ?? (static _ => { }));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SignInReturn>();
        AddEndpoints(services);
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
        _ = acknowledgeSingleNode;
        return services;
    }

    private static void AddEndpoints(IServiceCollection services)
    {
        services.TryAddScoped<AuthorizationServerMetadataEndpoint>();
        services.TryAddScoped<OpenIdConfigurationEndpoint>();
        services.TryAddScoped<JwksEndpoint>();
        services.TryAddScoped<ProtectedResourceMetadataEndpoint>();
        services.TryAddScoped<AuthorizationEndpoint>();
        services.TryAddScoped<TokenEndpoint>();
        services.TryAddScoped<PushedAuthorizationEndpoint>();
        services.TryAddScoped<RevocationEndpoint>();
        services.TryAddScoped<IntrospectionEndpoint>();
        services.TryAddScoped<UserInfoEndpoint>();
        services.TryAddScoped<RegistrationEndpoint>();
        services.TryAddScoped<DeviceAuthorizationEndpoint>();
        services.TryAddScoped<DeviceVerificationEndpoint>();
        services.TryAddScoped<EndSessionEndpoint>();
    }
}
