using Attesto.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Attesto.Management;

/// <summary>What every route has in common: the limit of requests, answers that nobody keeps, and faults as problem details.</summary>
internal sealed class ManagementFilter(RouteClassLimiter limiter, InfrastructureFailures failures) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        (http.Response.Headers.CacheControl, http.Response.Headers.XContentTypeOptions) = ("no-store", "nosniff");
        if (limiter.FaultOf(http, RouteClass.Protocol) is { } limited)
        {
            return Problems.Of(http, limited);
        }

        try
        {
            return await next(context);
        }
        catch (ClientDataException wrong)
        {
            return Problems.Of(wrong);
        }
        catch (Exception fault)
        {
            return failures.ErrorOf(http, fault) is { } error ? Problems.Of(http, error) : Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }
}
