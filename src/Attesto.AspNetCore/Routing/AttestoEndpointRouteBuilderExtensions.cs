using Attesto.AspNetCore;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Routes the authorization server where there are no controllers.</summary>
public static class AttestoEndpointRouteBuilderExtensions
{
    /// <summary>Mounts every endpoint that the configuration switches on, at the paths that discovery advertises. It needs no MVC. An endpoint for which the
    /// host has a controller with <see cref="AttestoEndpointAttribute"/> stays with that.</summary>
    /// <param name="routes">The application's routes; not a group with a prefix, which would move what discovery advertises elsewhere.</param>
    /// <returns>All of the routes, for what the host adds to each.</returns>
    public static IEndpointConventionBuilder MapAttesto(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var mapped = new MappedEndpoints(routes.ServiceProvider);
        routes.DataSources.Add(mapped);
        return mapped;
    }
}
