using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>The one place where an infrastructure fault of an endpoint or a page becomes a response: logged once, told as <c>server_error</c> or
/// <c>temporarily_unavailable</c>, never in detail. It covers the action, the rendering of its result, and outages that nobody reported.</summary>
internal sealed partial class InfrastructureFailureFilter(OAuthResponses responses, CorsOrigins cors, ILogger<InfrastructureFailureFilter> logger)
    : IExceptionFilter, IAlwaysRunResultFilter, IAsyncResourceFilter
{
    /// <summary>A database or another service is out of order; the client may come back.</summary>
    public static OAuthError Unavailable { get; } =
        new(ErrorCodes.TemporarilyUnavailable, "a service that this server depends on is unavailable", StatusCodes.Status503ServiceUnavailable);

    public void OnException(ExceptionContext context)
    {
        context.ExceptionHandled = true;
        context.Result = ResultOf(context.HttpContext, context.Exception);
    }

    // A page about a session that could not be read would say that there is none.
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (Outage.Met is { } fault && IsInteractive(context.HttpContext) && !context.HttpContext.Response.HasStarted)
        {
            LogFailure(fault, context.HttpContext.Request.Method, context.HttpContext.Request.Path, unavailable: true);
            context.HttpContext.Response.Headers.SetCookie = default;
            context.Result = responses.Show(context.HttpContext, Unavailable);
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

    private IActionResult ResultOf(HttpContext http, Exception fault)
    {
        if (http.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException)
        {
            return new StatusCodeResult(StatusCodes.Status499ClientClosedRequest); // nobody reads it
        }

        var unavailable = Dependency.IsUnavailable(fault);
        if (fault is RemoteKeysUnavailableException elsewhere)
        {
            LogElsewhere(http.Request.Method, http.Request.Path, elsewhere.Message);
        }
        else
        {
            LogFailure(fault, http.Request.Method, http.Request.Path, unavailable);
        }

        var error = unavailable
            ? Unavailable
            : new OAuthError(ErrorCodes.ServerError, "the server failed to process the request", StatusCodes.Status500InternalServerError);
        cors.AllowAnybody(http);
        return IsInteractive(http) ? responses.Show(http, error) : responses.Error(http, error);
    }

    private static bool IsInteractive(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RouteClassMetadata>()?.Class is RouteClass.Interactive;

    [LoggerMessage(22, LogLevel.Warning, "{Method} {Path} was answered with 503: {Reason}")]
    private partial void LogElsewhere(string method, PathString path, string reason);

    [LoggerMessage(20, LogLevel.Error, "{Method} {Path} failed (dependency unavailable: {Unavailable}).")]
    private partial void LogFailure(Exception e, string method, PathString path, bool unavailable);
}
