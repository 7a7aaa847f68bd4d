using System.Threading.RateLimiting;
using Attesto.Events;
using Attesto.Guesses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Limits the requests of one client address per route class, and those that cost more one by one, before the body is read. The refusal is an OAuth
/// error like any other. It is a filter and not the framework's middleware, so that no host has to put one into its pipeline.</summary>
internal sealed partial class RouteClassLimiter : IAsyncResourceFilter, IDisposable
{
    private readonly RequestReader _reader;
    private readonly OAuthResponses _responses;
    private readonly CorsOrigins _cors;
    private readonly RateLimitOptions _limits;
    private readonly WarningGate _warnings;
    private readonly ILogger<RouteClassLimiter> _logger;
    private readonly PartitionedRateLimiter<(string Option, int Permits, string Address)> _limiter;

    public RouteClassLimiter(
        RequestReader reader, OAuthResponses responses, CorsOrigins cors, IOptions<AttestoOptions> options, WarningGate warnings, ILogger<RouteClassLimiter> logger)
    {
        (_reader, _responses, _cors, _limits, _warnings, _logger) = (reader, responses, cors, options.Value.RateLimits, warnings, logger);
        _limiter = PartitionedRateLimiter.Create<(string Option, int Permits, string Address), (string, string)>(key => RateLimitPartition.GetFixedWindowLimiter(
            (key.Option, key.Address), _ => new FixedWindowRateLimiterOptions { PermitLimit = key.Permits, Window = _limits.Window }));
    }

    public void Dispose() => _limiter.Dispose();

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var routeClass = http.GetEndpoint()?.Metadata.GetMetadata<RouteClassMetadata>()?.Class ?? RouteClass.Protocol;
        foreach (var (option, limit) in (ReadOnlySpan<(string, int?)>)[OfClass(routeClass), OfEndpoint(http)])
        {
            if (limit is { } permits && Refuse(http, option, permits) is { } error)
            {
                _cors.AllowAnybody(http);
                context.Result = routeClass is RouteClass.Interactive ? _responses.Show(http, error) : _responses.Error(http, error);
                return;
            }
        }

        await next();
    }

    private OAuthError? Refuse(HttpContext http, string option, int permits)
    {
        var address = ClientAddress.Subscriber(_reader.Lift(http).ClientIp);
        using var lease = _limiter.AttemptAcquire((option, permits, address));
        if (lease.IsAcquired)
        {
            return null;
        }

        if (_warnings.Opens($"{option} {address}", _limits.Window))
        {
            LogRefused(address, permits, _limits.Window, option);
        }

        return new OAuthError(ErrorCodes.TemporarilyUnavailable, "too many requests; try again later", StatusCodes.Status429TooManyRequests)
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _limits.Window,
        };
    }

    private (string Option, int? Permits) OfClass(RouteClass routeClass) => routeClass switch
    {
        RouteClass.Metadata => (nameof(_limits.Metadata), _limits.Metadata),
        RouteClass.Interactive => (nameof(_limits.Interactive), _limits.Interactive),
        _ => (nameof(_limits.Protocol), _limits.Protocol),
    };

    private (string Option, int? Permits) OfEndpoint(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<AttestoPageAttribute>() is not null && !HttpMethods.IsGet(http.Request.Method) ? (nameof(_limits.SignIns), _limits.SignIns)
            : metadata?.GetMetadata<AttestoEndpointAttribute>()?.Endpoint is OAuthEndpoint.DeviceAuthorization ? (nameof(_limits.DeviceCodes), _limits.DeviceCodes)
            : ("", null);
    }

    [LoggerMessage(50, LogLevel.Warning, "{Address} made more than {Permits} requests within {Window} and is answered 429. Attesto:RateLimits:{Option} sets how many it may make.")]
    private partial void LogRefused(string address, int permits, TimeSpan window, string option);
}
