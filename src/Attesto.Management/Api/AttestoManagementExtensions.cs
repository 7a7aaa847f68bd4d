using Attesto;
using Attesto.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The management API: clients, scopes, APIs, keys, grants, sessions and events as JSON over HTTP.</summary>
public static class AttestoManagementExtensions
{
    /// <summary>Adds what the management API needs. The host has the server (<c>AddAttesto</c>), its stores in a database, and the authentication of access tokens
    /// (<c>AddAttestoBearer</c>).</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the scope and the path.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddAttestoManagement(this IServiceCollection services, Action<AttestoManagementOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configure ?? (static _ => { }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, ManagementCheck>());
        services.TryAddSingleton<ManagementFilter>();
        return services;
    }

    /// <summary>Maps the management API. Each of its routes demands an access token with <see cref="AttestoManagementOptions.Scope"/>, and is described for OpenAPI.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <returns>All of the API, for further demands of the host's own.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AddAttestoManagement"/> was not called.</exception>
    public static RouteGroupBuilder MapAttestoManagement(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var filter = routes.ServiceProvider.GetService<ManagementFilter>()
            ?? throw new InvalidOperationException("The management API lacks its services: call services.AddAttestoManagement().");
        var options = routes.ServiceProvider.GetRequiredService<IOptions<AttestoManagementOptions>>().Value;
        var api = routes.MapGroup(options.Path)
            .RequireScopes(options.Scope)
            .AddEndpointFilter(filter)
            .WithTags("Attesto")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithMetadata(Refused(StatusCodes.Status401Unauthorized), Refused(StatusCodes.Status403Forbidden));
        ClientRoutes.Map(api.MapGroup("/clients"));
        CatalogRoutes<ScopeEntry, HostScope>.Map(api.MapGroup("/scopes"), "Scope", scopes => new ScopeList(scopes));
        CatalogRoutes<ApiEntry, HostApi>.Map(api.MapGroup("/apis"), "Api", apis => new ApiList(apis));
        KeyRoutes.Map(api.MapGroup("/keys"));
        GrantRoutes.Map(api.MapGroup("/grants"));
        SessionRoutes.Map(api.MapGroup("/sessions"));
        EventRoutes.Map(api.MapGroup("/events"));
        return api;
    }

    // By the scheme, in WWW-Authenticate (RFC 6750 §3).
    private static ProducesResponseTypeMetadata Refused(int status) => new(status, typeof(void));
}
