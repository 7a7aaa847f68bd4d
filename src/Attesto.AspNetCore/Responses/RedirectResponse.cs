using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>A redirect with an empty body: 302 after a GET, 303 after a POST, so that no browser repeats the body (RFC 9700 §4.12).</summary>
internal static class RedirectResponse
{
    public static EndpointResult Of(HttpRequest request, string location) => new BytesResult(
        HttpMethods.IsGet(request.Method) ? StatusCodes.Status302Found : StatusCodes.Status303SeeOther,
        null,
        default,
        response =>
        {
            response.Headers.CacheControl = "no-store";
            response.Headers.Pragma = "no-cache";
            response.Headers.Location = location;
        });

    /// <summary>Makes the 302 of a host's own redirect a 303 after a POST: a browser might repeat the body, with the password in it.</summary>
    public static void AfterPost(HttpContext http)
    {
        if (http.Response is { StatusCode: StatusCodes.Status302Found, HasStarted: false } && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
        }
    }
}
