using System.Threading.RateLimiting;
using Attesto.Events;
using Attesto.Guesses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Limits the requests of one client address per route class, and those that cost more one by one, before the body is read. The refusal is an OAuth
/// error like any other. Endpoints ask it themselves, pages have it as a filter: no host has to put a middleware into its pipeline.</summary>
internal sealed partial class RouteClassLimiter : IAsyncResourceFilter, IDisposable
{
    private readonly RequestReader _reader;
    private readonly OAuthResponses _responses;
    private readonly RateLimitOptions _limits;
    private readonly WarningGate _warnings;
    private readonly ILogger<RouteClassLimiter> _logger;
    private readonly PartitionedRateLimiter<(string Option, int Permits, string Address)> _limiter;

    public RouteClassLimiter(
        RequestReader reader, OAuthResponses responses, IOptions<AttestoHttpOptions> options, WarningGate warnings, ILogger<RouteClassLimiter> logger)
    {
        (_reader, _responses, _limits, _warnings, _logger) = (reader, responses, options.Value.RateLimits, warnings, logger);
        _limiter = PartitionedRateLimiter.Create<(string Option, int Permits, string Address), (string, string)>(key => RateLimitPartition.GetFixedWindowLimiter(
            (key.Option, key.Address), _ => new FixedWindowRateLimiterOptions { PermitLimit = key.Permits, Window = _limits.Window }));
    }

    public void Dispose() => _limiter.Dispose();

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (FaultOf(http, RouteClass.Interactive, endpoint: null) is { } error)
        {
            context.Result = _responses.Show(http, error);
            return;
        }

        await next();
    }

    /// <summary>Counts a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="routeClass">What kind of endpoint it is for.</param>
    /// <param name="endpoint">Which; null for a page of the host's.</param>
    /// <returns>The refusal of one too many.</returns>
    public OAuthError? FaultOf(HttpContext http, RouteClass routeClass, OAuthEndpoint? endpoint) => FaultOf(http, [OfClass(routeClass), OfEndpoint(http, endpoint)]);

    /// <summary>Counts a request that is neither for an endpoint nor for a page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="routeClass">What kind it is.</param>
    /// <returns>The refusal of one too many.</returns>
    public OAuthError? FaultOf(HttpContext http, RouteClass routeClass) => FaultOf(http, [OfClass(routeClass)]);

    private OAuthError? FaultOf(HttpContext http, ReadOnlySpan<(string Option, int? Limit)> limits)
    {
        foreach (var (option, limit) in limits)
        {
            if (limit is { } permits && Refuse(http, option, permits) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Counts a client metadata document that a request makes this server fetch.</summary>
    /// <param name="http">The request.</param>
    /// <returns>The refusal of one too many.</returns>
    public OAuthError? FindDocumentFault(HttpContext http) =>
        _limits.ClientMetadataDocuments is { } permits ? Refuse(http, nameof(_limits.ClientMetadataDocuments), permits) : null;

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

    private (string Option, int? Permits) OfEndpoint(HttpContext http, OAuthEndpoint? endpoint) =>
        endpoint is null && !HttpMethods.IsGet(http.Request.Method) ? (nameof(_limits.SignIns), _limits.SignIns)
        : endpoint is OAuthEndpoint.DeviceAuthorization ? (nameof(_limits.DeviceCodes), _limits.DeviceCodes)
        : ("", null);

    [LoggerMessage(50, LogLevel.Warning, "{Address} made more than {Permits} requests within {Window} and is answered 429. Attesto:RateLimits:{Option} sets how many it may make.")]
    private partial void LogRefused(string address, int permits, TimeSpan window, string option);
}
