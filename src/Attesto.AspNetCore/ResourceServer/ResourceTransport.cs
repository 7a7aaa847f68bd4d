using System.Collections.Immutable;
using Attesto.ResourceServer;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What the bearer scheme needs of HTTP: the request as plain data, the way out for events and errors.</summary>
internal sealed class ResourceTransport(RequestReader reader, EventPublisher events, OAuthResponses responses)
{
    public OAuthResponses Responses => responses;

    /// <summary>The body is read only where a token may stand in it, and left readable for the action.</summary>
    public async Task<OAuthRequest> ReadAsync(HttpContext http, ProtectedResource resource, CancellationToken cancellationToken)
    {
        if (!resource.BearerMethods.Contains("body", StringComparer.Ordinal) || !HttpMethods.IsPost(http.Request.Method)
            || http.Request.Headers.Authorization.Count > 0 || !http.Request.HasFormContentType)
        {
            return reader.Lift(http);
        }

        http.Request.EnableBuffering();
        var request = await reader.ReadAsync(http, BodyFormat.Form, cancellationToken);
        http.Request.Body.Position = 0;
        return request;
    }

    public void Publish(ImmutableArray<ServerEvent> published) => events.Publish(published);
}
