using Attesto.ResourceServer;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The request to a protected resource as plain data.</summary>
internal static class ResourceRequest
{
    /// <summary>The body is read only where a token may stand in it, and left readable for the action.</summary>
    public static async Task<OAuthRequest> ReadAsync(RequestReader reader, HttpContext http, ProtectedResource resource, CancellationToken cancellationToken)
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
}
