using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Where a request came from and for which host, once trusted proxies had their say. Middleware that the host adds may rewrite the request
/// afterwards; a decision about trust that is made on that is made on forged ground.</summary>
/// <param name="Scheme">The scheme of the client's connection, in lower case.</param>
/// <param name="Host">The host that the client asked for.</param>
/// <param name="Client">The client's address; null if it is not known.</param>
/// <param name="IsFromTrustedProxy">True if the immediate peer stands in <c>Attesto:TrustedProxies</c>.</param>
internal sealed record Arrival(string Scheme, HostString Host, IPAddress? Client, bool IsFromTrustedProxy)
{
    /// <summary>The path that a trusted proxy stripped off the request line; empty if none.</summary>
    public PathString Prefix { get; init; }

    /// <summary>What was noted at the door, or the present state where the door was bypassed: then nobody is trusted.</summary>
    public static Arrival Of(HttpContext http) => http.Features.Get<Arrival>() ?? Of(http, isFromTrustedProxy: false);

    public static Arrival Of(HttpContext http, bool isFromTrustedProxy) => new(
        http.Request.Scheme.ToLowerInvariant(), http.Request.Host, Fold(http.Connection.RemoteIpAddress), isFromTrustedProxy);

    /// <summary>The immediate peer: its address, if it has one, and whether it is a process of this machine on a Unix domain socket.</summary>
    public static (IPAddress? Address, bool IsUnixSocket) PeerOf(HttpContext http)
    {
        // Kestrel's connection-level feature cannot be assigned by middleware; other servers have only the assignable one.
        var endPoint = http.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint;
        return (Fold(endPoint is null ? http.Connection.RemoteIpAddress : (endPoint as IPEndPoint)?.Address), endPoint is System.Net.Sockets.UnixDomainSocketEndPoint);
    }

    private static IPAddress? Fold(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
