using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Limits the requests of one client address per route class, before the body is read. The refusal is an OAuth error like any other.
/// It is a filter and not the framework's middleware, so that no host has to put one into its pipeline.</summary>
internal sealed class RouteClassLimiter : IAsyncResourceFilter, IDisposable
{
    private const int PrefixBytes = 8; // of an IPv6 address: one subscriber has a /64 and more

    private readonly RequestReader _reader;
    private readonly OAuthResponses _responses;
    private readonly RateLimitOptions _limits;
    private readonly PartitionedRateLimiter<(RouteClass Class, string Address)> _limiter;

    public RouteClassLimiter(RequestReader reader, OAuthResponses responses, IOptions<AttestoOptions> options)
    {
        var limits = options.Value.RateLimits;
        (_reader, _responses, _limits) = (reader, responses, limits);
        _limiter = PartitionedRateLimiter.Create<(RouteClass Class, string Address), (RouteClass, string)>(key => LimitOf(limits, key.Class) is { } permits
            ? RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = limits.Window })
            : RateLimitPartition.GetNoLimiter(key));
    }

    public void Dispose() => _limiter.Dispose();

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var routeClass = http.GetEndpoint()?.Metadata.GetMetadata<RouteClassMetadata>()?.Class ?? RouteClass.Protocol;
        if (LimitOf(_limits, routeClass) is null)
        {
            await next();
            return;
        }

        using var lease = _limiter.AttemptAcquire((routeClass, Subscriber(_reader.Lift(http).ClientIp)));
        if (lease.IsAcquired)
        {
            await next();
            return;
        }

        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter))
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var error = new OAuthError(ErrorCodes.TemporarilyUnavailable, "too many requests; try again later", StatusCodes.Status429TooManyRequests);
        context.Result = routeClass is RouteClass.Interactive ? _responses.Show(http, error) : _responses.Error(http, error);
    }

    private static int? LimitOf(RateLimitOptions limits, RouteClass routeClass) => routeClass switch
    {
        RouteClass.Metadata => limits.Metadata,
        RouteClass.Interactive => limits.Interactive,
        _ => limits.Protocol,
    };

    internal static string Subscriber(string? address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, PrefixBytes))
            : address ?? "";
}
