using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The headers of every page: never kept by a cache, never in a frame (RFC 9700 §4.16), and nothing in it but what this server put there.</summary>
internal static class PageHeaders
{
    /// <summary>For pages that need nothing beside themselves. There is no <c>form-action</c>: it also judges where a posted form is redirected to, and
    /// consent ends in a redirect to the client.</summary>
    internal const string Nothing = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For the host's pages: their own styles, pictures, fonts and scripts, each from a file of this origin and none written into the page.</summary>
    private const string Own = $"{Nothing}; style-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'";

    private const string OwnPictures = $"{Own}; img-src 'self'";

    /// <summary>Sets the headers of a page of the host, where it has not set its own.</summary>
    public static void Write(HttpResponse response)
    {
        if (response.Headers.ContentSecurityPolicy.Count == 0)
        {
            // Which client's logo the page shows, is known once it is made.
            response.Headers.ContentSecurityPolicy = OwnPictures;
            response.OnStarting(() =>
            {
                if (response.HttpContext.Features.Get<LogoOrigin>() is { } logo && response.Headers.ContentSecurityPolicy == OwnPictures)
                {
                    response.Headers.ContentSecurityPolicy = $"{OwnPictures} {logo.Origin}";
                }

                return Task.CompletedTask;
            });
        }

        WriteRest(response);
    }

    /// <summary>Sets the headers of a page of this package.</summary>
    public static void WritePlain(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Nothing;
        WriteRest(response);
    }

    private static void WriteRest(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.XFrameOptions = "DENY";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin"; // with no-referrer browsers would send "Origin: null" with our own forms
    }
}

/// <summary>Where the logo on the page comes from.</summary>
internal sealed record LogoOrigin(string Origin);
