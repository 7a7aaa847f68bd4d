using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>An authorization or logout request that a page of another site posted (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2). Browsers send it
/// without the cookies that are SameSite=Lax: whoever is signed in would be a stranger, and stay signed in. The same request as a GET brings them.</summary>
internal static class CrossSiteForm
{
    // With nginx a response has 4 kB for all its headers.
    private const int LongestQuery = 3 * 1024;

    public static bool Is(HttpContext http, OAuthRequest request) =>
        HttpMethods.IsPost(http.Request.Method) && request.Unreadable is null
            && string.Equals(http.Request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.Ordinal);

    /// <summary>The URL of the request as a GET; null if it is none of these, or too long for a URL.</summary>
    public static string? AsGet(HttpContext http, OAuthRequest request) =>
        Is(http, request) && UrlEncoded.Write(request.Parameters) is { Length: <= LongestQuery } query ? $"{PathOf(http)}?{query}" : null;

    /// <summary>The URL that leads back to parameters of ours.</summary>
    public static string UrlOf(HttpContext http, RequestParameters parameters) => $"{PathOf(http)}?{UrlEncoded.Write(parameters)}";

    private static string PathOf(HttpContext http) => (http.Request.PathBase + http.Request.Path).ToUriComponent();
}
