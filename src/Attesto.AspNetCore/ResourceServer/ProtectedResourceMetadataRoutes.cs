using Attesto;
using Attesto.AspNetCore;
using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves protected-resource metadata from an API of its own.</summary>
public static class ProtectedResourceMetadataRoutes
{
    /// <summary>Mounts the metadata of this API's resources below the well-known path (RFC 9728 §3.1), so that a client finds its way from a 401 to the issuer.
    /// A host that is the authorization server itself serves it already.</summary>
    /// <param name="routes">The API's routes.</param>
    /// <returns>The route.</returns>
    public static IEndpointConventionBuilder MapProtectedResourceMetadata(this IEndpointRouteBuilder routes)
    {
        var path = routes.ServiceProvider.GetRequiredService<EndpointUrls>().PathOf(OAuthEndpoint.ProtectedResourceMetadata);
        return routes
            .MapMethods($"{path}/{{**resource}}", [HttpMethods.Get, HttpMethods.Head], static (HttpContext http, string? resource) => AnswerAsync(http, resource))
            .AllowAnonymous();
    }

    /// <summary>No resource stands at the path.</summary>
    internal static OAuthError Unknown { get; } = new(ErrorCodes.InvalidRequest, "there is no such resource here", StatusCodes.Status404NotFound);

    private static Task AnswerAsync(HttpContext http, string? resource)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*"; // public, and browsers' clients read it too
        var document = http.RequestServices.GetRequiredService<ProtectedResources>().Find(string.IsNullOrEmpty(resource) ? "" : $"/{resource}");
        var answer = document is not null
            ? OAuthResponses.Document(document, TimeSpan.FromHours(1))
            : http.RequestServices.GetRequiredService<OAuthResponses>().Error(http, Unknown);
        return answer.ExecuteAsync(http);
    }
}
