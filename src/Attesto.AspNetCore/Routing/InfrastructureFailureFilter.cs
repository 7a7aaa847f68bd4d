using Attesto.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>The one place where an infrastructure fault of an endpoint becomes a response: logged once, told as <c>server_error</c> or <c>temporarily_unavailable</c>, never in detail.</summary>
internal sealed partial class InfrastructureFailureFilter(OAuthResponses responses, ILogger<InfrastructureFailureFilter> logger) : IExceptionFilter
{
    /// <summary>A database or another service is out of order; the client may come back.</summary>
    public static OAuthError Unavailable { get; } =
        new(ErrorCodes.TemporarilyUnavailable, "a service that this server depends on is unavailable", StatusCodes.Status503ServiceUnavailable);

    public void OnException(ExceptionContext context)
    {
        var http = context.HttpContext;
        context.ExceptionHandled = true;
        if (http.RequestAborted.IsCancellationRequested && context.Exception is OperationCanceledException or IOException)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status499ClientClosedRequest); // nobody reads it
            return;
        }

        var unavailable = Dependency.IsUnavailable(context.Exception);
        if (context.Exception is RemoteKeysUnavailableException elsewhere)
        {
            LogElsewhere(http.Request.Method, http.Request.Path, elsewhere.Message);
        }
        else
        {
            LogFailure(context.Exception, http.Request.Method, http.Request.Path, unavailable);
        }

        var error = unavailable
            ? Unavailable
            : new OAuthError(ErrorCodes.ServerError, "the server failed to process the request", StatusCodes.Status500InternalServerError);
        context.Result = http.GetEndpoint()?.Metadata.GetMetadata<RouteClassMetadata>()?.Class is RouteClass.Interactive
            ? responses.Show(http, error)
            : responses.Error(http, error);
    }

    [LoggerMessage(22, LogLevel.Warning, "{Method} {Path} was answered with 503: {Reason}")]
    private partial void LogElsewhere(string method, PathString path, string reason);

    [LoggerMessage(20, LogLevel.Error, "{Method} {Path} failed (dependency unavailable: {Unavailable}).")]
    private partial void LogFailure(Exception e, string method, PathString path, bool unavailable);
}
