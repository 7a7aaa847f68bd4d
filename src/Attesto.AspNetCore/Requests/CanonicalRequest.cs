using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Attesto.AspNetCore;

/// <summary>The request as the client sent it, behind trusted proxies: scheme, authority, path and address.</summary>
/// <param name="Url">Without query; a default port is left out, as in a DPoP <c>htu</c> (RFC 9449 §4.3).</param>
/// <param name="IsHttps">True if the client's connection is encrypted.</param>
/// <param name="ClientIp">The client's address, or null.</param>
internal sealed record CanonicalRequest(string Url, bool IsHttps, string? ClientIp)
{
    public static CanonicalRequest Of(HttpContext http, Arrival arrival, bool trusted)
    {
        var scheme = trusted && arrival.ForwardedProto?.ToLowerInvariant() is ("http" or "https") and var proto
            ? proto
            : arrival.Scheme.ToLowerInvariant();
        var isHttps = scheme is "https";
        return new CanonicalRequest($"{scheme}://{Authority(arrival, trusted, isHttps)}{Path(http)}", isHttps, ClientAddress(arrival, trusted)?.ToString());
    }

    private static string Authority(Arrival arrival, bool trusted, bool isHttps)
    {
        var host = trusted && arrival.ForwardedHost is { } forwarded ? new HostString(forwarded) : arrival.Host;
        // A port within the forwarded host is the one the client typed; a separate header only completes a host without one.
        var port = trusted && (arrival.ForwardedHost is null || host.Port is null) && Port(arrival.ForwardedPort) is { } explicitPort
            ? explicitPort
            : host.Port;
        return port is null || port == (isHttps ? 443 : 80) ? host.Host : $"{host.Host}:{port.Value.ToString(CultureInfo.InvariantCulture)}";
    }

    private static int? Port(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;

    private static IPAddress? ClientAddress(Arrival arrival, bool trusted)
    {
        if (!trusted || arrival.ForwardedFor is not { } forwarded || !IPEndPoint.TryParse(forwarded, out var client))
        {
            return arrival.Peer;
        }

        return client.Address.IsIPv4MappedToIPv6 ? client.Address.MapToIPv4() : client.Address;
    }

    // The path byte for byte as sent: a DPoP htu is compared without any normalisation of it.
    private static string Path(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/')
        {
            return (http.Request.PathBase + http.Request.Path).ToUriComponent();
        }

        return target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? target[..query] : target;
    }
}
