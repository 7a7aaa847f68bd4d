using System.Text.Json.Nodes;
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
    private const string Servers = "authorization_servers";

    /// <summary>Mounts the metadata of this API's resources below the well-known path (RFC 9728 §3.1), so that a client finds its way from a 401 to the issuer,
    /// or to each of them. A host that is the authorization server itself serves it already.</summary>
    /// <param name="routes">The API's routes.</param>
    /// <returns>The route.</returns>
    public static IEndpointConventionBuilder MapProtectedResourceMetadata(this IEndpointRouteBuilder routes) => routes
        .MapMethods(
            $"{WellKnown.ProtectedResource}/{{**resource}}",
            [HttpMethods.Get, HttpMethods.Head],
            static (HttpContext http, string? resource) => AnswerAsync(http, string.IsNullOrEmpty(resource) ? "" : $"/{resource}"))
        .AllowAnonymous();

    /// <summary>No resource stands at the path.</summary>
    internal static OAuthError Unknown { get; } = new(ErrorCodes.InvalidRequest, "there is no such resource here", StatusCodes.Status404NotFound);

    private static Task AnswerAsync(HttpContext http, string path)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*"; // public, and browsers' clients read it too
        var answer = Find(http.RequestServices.GetRequiredService<BearerSchemes>(), path) is { } document
            ? OAuthResponses.Document(PublicDocument.Of(document), TimeSpan.FromHours(1))
            : http.RequestServices.GetRequiredService<OAuthResponses>().Error(http, Unknown);
        return answer.ExecuteAsync(http);
    }

    // One resource may take tokens of several issuers (RFC 9728 §2); the first scheme that knows it says the rest.
    private static JsonObject? Find(BearerSchemes schemes, string path)
    {
        var all = schemes.All.Select(scheme => scheme.Metadata.Find(path)).OfType<JsonObject>().ToList();
        if (all is not [var first, .. var others])
        {
            return null;
        }

        first[Servers] = new JsonArray([.. others
            .Where(other => string.Equals((string?)other["resource"], (string?)first["resource"], StringComparison.Ordinal))
            .Prepend(first)
            .Select(document => (string?)document[Servers]![0])
            .Distinct(StringComparer.Ordinal)
            .Select(issuer => JsonValue.Create(issuer))]);
        return first;
    }
}
