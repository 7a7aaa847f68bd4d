using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Attesto.AspNetCore;

/// <summary>The request's URL at the origin that clients know, without query; a default port is left out, as in a DPoP <c>htu</c> (RFC 9449 §4.3).</summary>
internal static class CanonicalRequest
{
    public static string UrlOf(HttpContext http, Arrival arrival, KnownOrigins origins)
    {
        var sent = $"{arrival.Scheme}://{Authority(arrival).ToLowerInvariant()}";
        return (origins.Choose(sent) ?? sent) + Path(http, arrival.Prefix);
    }

    private static string Authority(Arrival arrival) => arrival.Host.Port is not { } port || port == (arrival.Scheme is "https" ? 443 : 80)
        ? arrival.Host.Host
        : string.Create(CultureInfo.InvariantCulture, $"{arrival.Host.Host}:{port}");

    // The path byte for byte as sent, and before it what a proxy stripped: a DPoP htu is compared without any normalisation of it.
    private static string Path(HttpContext http, PathString prefix)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/')
        {
            return (http.Request.PathBase + http.Request.Path).ToUriComponent();
        }

        return prefix.ToUriComponent() + (target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? target[..query] : target);
    }
}
