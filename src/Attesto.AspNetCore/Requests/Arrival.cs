using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What the socket and the untouched headers said, before any middleware could rewrite them. <c>ForwardedHeadersMiddleware</c> overwrites the
/// remote address, scheme and host, and consumes the headers it used; a decision about trust that is made after it is made on forged ground.</summary>
internal sealed record Arrival
{
    /// <summary>The immediate peer; null if it has no IP address.</summary>
    public IPAddress? Peer { get; private init; }

    /// <summary>True if the peer is a process of this machine that came through a Unix domain socket.</summary>
    public bool IsUnixSocket { get; private init; }

    public required string Scheme { get; init; }

    public required HostString Host { get; init; }

    public string? ForwardedProto { get; private init; }

    public string? ForwardedHost { get; private init; }

    public string? ForwardedPort { get; private init; }

    public string? ForwardedFor { get; private init; }

    /// <summary>What was captured at the door, or the present state where the door was bypassed.</summary>
    public static Arrival Of(HttpContext http) => http.Features.Get<Arrival>() ?? Capture(http);

    public static Arrival Capture(HttpContext http)
    {
        // Kestrel's connection-level feature cannot be assigned by middleware; other servers have only the assignable one.
        var endPoint = http.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint;
        var peer = endPoint is null ? http.Connection.RemoteIpAddress : (endPoint as IPEndPoint)?.Address;
        return new Arrival
        {
            Peer = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer,
            IsUnixSocket = endPoint is UnixDomainSocketEndPoint,
            Scheme = http.Request.Scheme,
            Host = http.Request.Host,
            ForwardedProto = LeftMost(http, "X-Forwarded-Proto"),
            ForwardedHost = LeftMost(http, "X-Forwarded-Host"),
            ForwardedPort = LeftMost(http, "X-Forwarded-Port"),
            ForwardedFor = LeftMost(http, "X-Forwarded-For"),
        };
    }

    private static string? LeftMost(HttpContext http, string header)
    {
        var value = http.Request.Headers[header] is [{ } first, ..] ? first.AsSpan() : default;
        value = value.IndexOf(',') is var comma and >= 0 ? value[..comma] : value;
        value = value.Trim([' ', '\t']);
        return value.IsEmpty ? null : value.ToString();
    }
}
