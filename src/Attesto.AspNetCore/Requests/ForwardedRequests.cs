using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>The outermost middleware: lets ASP.NET Core's own middleware apply the forwarded headers of trusted proxies, for the whole host, so that
/// cookies, links and redirects are right too; then notes what came out, before any other middleware can rewrite it.</summary>
internal sealed partial class ForwardedRequests(IOptions<AttestoHttpOptions> options, KnownOrigins origins, ILoggerFactory loggers) : IStartupFilter
{
    private const int MaxNoticed = 16; // a stranger must not fill the log

    private readonly TrustedProxies _proxies = new(options.Value.TrustedProxies);
    private readonly ForwardedHeadersMiddleware _everyHop = Middleware(new TrustedProxies(options.Value.TrustedProxies), null, loggers);
    private readonly ForwardedHeadersMiddleware _lastHop = Middleware(new TrustedProxies(options.Value.TrustedProxies), 1, loggers);
    private readonly ILogger _logger = loggers.CreateLogger<ForwardedRequests>();
    private readonly ConcurrentDictionary<string, bool> _noticed = new(StringComparer.Ordinal);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, pipeline) => Apply(http) is { } fault ? RefuseAsync(http, fault) : pipeline(http));
        next(app);
    };

    /// <summary>Applies the headers and notes the arrival.</summary>
    /// <returns>What is wrong with a header, or null.</returns>
    internal string? Apply(HttpContext http)
    {
        if (Decode(http.Request.Headers.Host.ToString()) is null)
        {
            return "the Host header is no host name";
        }

        var (peer, isUnixSocket) = Arrival.PeerOf(http);
        var trusted = _proxies.Trusts(peer, isUnixSocket);
        var prefix = PathString.Empty;
        if (trusted)
        {
            if (FaultOf(http.Request.Headers["X-Forwarded-Host"]) is { } fault)
            {
                return fault;
            }

            var port = RightMost(http.Request.Headers["X-Forwarded-Port"]);
            var hop = _proxies.IsAnybody || !http.Request.Headers.ContainsKey("X-Forwarded-For") ? _lastHop : _everyHop; // without addresses, hops cannot be told
            var pathBase = http.Request.PathBase;
            http.Request.PathBase = PathString.Empty;
            hop.ApplyForwarders(http);
            http.Request.Host = Complete(http.Request.Host, port);
            prefix = Known(http.Request.PathBase);
            http.Request.PathBase = prefix.HasValue ? prefix : pathBase;
        }
        else if (http.Request.Headers.ContainsKey("X-Forwarded-Proto") || http.Request.Headers.ContainsKey("X-Forwarded-For"))
        {
            Notice(peer?.ToString() ?? (isUnixSocket ? "loopback" : "an unknown peer"));
        }

        http.Features.Set(Arrival.Of(http, trusted) with { Prefix = prefix });
        return null;
    }

    // The right-most entry that no trusted proxy wrote is the client (RFC 7239 §7.4); what stands left of it, the client may have written itself.
    private static ForwardedHeadersMiddleware Middleware(TrustedProxies proxies, int? limit, ILoggerFactory loggers)
    {
        var settings = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = limit,
        };
        settings.KnownProxies.Clear();
        settings.KnownIPNetworks.Clear();
        foreach (var network in proxies.IsAnybody ? [] : proxies.Networks)
        {
            settings.KnownIPNetworks.Add(network);
        }

        return new ForwardedHeadersMiddleware(static _ => Task.CompletedTask, loggers, Options.Create(settings));
    }

    private static string? FaultOf(IEnumerable<string?> hosts) =>
        hosts.SelectMany(host => (host ?? "").Split(',')).Select(host => host.Trim()).All(host => host.Length == 0 || IsHost(host))
            ? null
            : "X-Forwarded-Host must be a host, and a port if it has one";

    private static bool IsHost(string text) =>
        Decode(text) is { HasValue: true } host
        && Uri.CheckHostName(host.Host.Trim('[', ']')) is not UriHostNameType.Unknown
        && (text.EndsWith(host.Host, StringComparison.Ordinal) || host.Port is > 0 and <= 65535);

    // What no internationalized name can be decoded from, such as xn--x, would throw wherever the host is read (RFC 5891 §4.4).
    private static HostString? Decode(string text)
    {
        try
        {
            return HostString.FromUriComponent(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A port within the forwarded host is the one that the client typed; a separate header only completes a host without one.
    private static HostString Complete(HostString host, string? port) =>
        host.Port is null && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read is > 0 and <= 65535
            ? new HostString(host.Host, read)
            : host;

    // A proxy that sets no prefix passes on what the client wrote. Like a host, it chooses among ours and adds none.
    private PathString Known(PathString prefix)
    {
        var stripped = new PathString(prefix.Value?.TrimEnd('/'));
        if (!stripped.HasValue || origins.HasPath(stripped))
        {
            return stripped;
        }

        if (_noticed.Count < MaxNoticed && _noticed.TryAdd(stripped.Value, true))
        {
            LogUnknownPrefix(stripped.ToUriComponent());
        }

        return PathString.Empty;
    }

    private static string? RightMost(IEnumerable<string?> values) => values.LastOrDefault()?.Split(',')[^1].Trim();

    private static Task RefuseAsync(HttpContext http, string fault)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(new { error = ErrorCodes.InvalidRequest, error_description = fault });
    }

    private void Notice(string peer)
    {
        if (_noticed.Count < MaxNoticed && _noticed.TryAdd(peer, true))
        {
            LogIgnored(peer);
        }
    }

    [LoggerMessage(41, LogLevel.Warning, "Forwarded headers (X-Forwarded-*) of {Peer} are ignored. If it is your proxy, add it to Attesto:TrustedProxies.")]
    private partial void LogIgnored(string peer);

    [LoggerMessage(44, LogLevel.Warning, "X-Forwarded-Prefix: {Prefix} is ignored, for neither Attesto:Issuer nor a resource has that path. "
        + "If your proxy strips it, set Attesto:Issuer to the URL that clients use, path included.")]
    private partial void LogUnknownPrefix(string prefix);
}
