using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>An authorization or logout request that a page of another site posted (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2). Browsers send it
/// without the cookies that are SameSite=Lax: whoever is signed in would be a stranger, and stay signed in. The same request as a GET brings them.</summary>
internal static class CrossSiteForm
{
    // Kestrel reads a request line of 8 kB. A longer form stays a form: the person signs in once more.
    private const int LongestQuery = 6 * 1024;

    /// <summary>The URL of the request as a GET; null if it is none of these, or too long for a URL.</summary>
    public static string? AsGet(HttpContext http, OAuthRequest request)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || request.Unreadable is not null
            || !string.Equals(http.Request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.Ordinal))
        {
            return null;
        }

        var query = UrlEncoded.Write(request.Parameters);
        return query.Length > LongestQuery ? null : $"{(http.Request.PathBase + http.Request.Path).ToUriComponent()}?{query}";
    }
}
