using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Attesto.AspNetCore;

/// <summary>Covers what endpoints cannot see of themselves: the actions of pages, and the rendering of results.</summary>
internal sealed class InfrastructureFailureFilter(OAuthResponses responses, InfrastructureFailures failures)
    : IExceptionFilter, IAlwaysRunResultFilter, IAsyncResourceFilter
{
    public void OnException(ExceptionContext context)
    {
        context.ExceptionHandled = true;
        context.Result = ResultOf(context.HttpContext, context.Exception);
    }

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (IsPage(context.HttpContext) && failures.FindOutage(context.HttpContext) is { } outage)
        {
            context.Result = responses.Show(context.HttpContext, outage);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (await next() is { Exception: { } fault, ExceptionHandled: false } executed && !context.HttpContext.Response.HasStarted)
        {
            executed.ExceptionHandled = true; // the rendering failed; a view is written only once it is whole
            await ResultOf(context.HttpContext, fault).ExecuteResultAsync(executed);
        }
    }

    private EndpointResult ResultOf(HttpContext http, Exception fault) =>
        failures.ErrorOf(http, fault) is not { } error ? new BytesResult(StatusCodes.Status499ClientClosedRequest, null, default) :
        http.GetEndpoint()?.Metadata.GetMetadata<RouteClassMetadata>()?.Class is RouteClass.Interactive ? responses.Show(http, error) :
        responses.Error(http, error);

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<AttestoPageAttribute>() is not null;
}
