using Attesto.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Requires scopes of routes that are no actions.</summary>
public static class RequireScopesExtensions
{
    /// <summary>Requires scopes of a minimal API's route, as <see cref="RequireScopesAttribute"/> does of an action.</summary>
    /// <typeparam name="TBuilder">The kind of route builder.</typeparam>
    /// <param name="builder">The route.</param>
    /// <param name="scopes">At least one, each a concrete scope.</param>
    /// <returns>The same route.</returns>
    public static TBuilder RequireScopes<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(new RequireScopesAttribute(scopes));
}
