using Attesto.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>The one place where a fault of this server becomes an error: logged once, told as <c>server_error</c> or <c>temporarily_unavailable</c>, never in
/// detail. It is never the client's fault, whichever policy or store threw.</summary>
internal sealed partial class InfrastructureFailures(ILogger<InfrastructureFailures> logger)
{
    /// <summary>A database or another service is out of order; the client may come back.</summary>
    public static OAuthError Unavailable { get; } =
        new(ErrorCodes.TemporarilyUnavailable, "a service that this server depends on is unavailable", StatusCodes.Status503ServiceUnavailable);

    private static OAuthError Failed { get; } =
        new(ErrorCodes.ServerError, "the server failed to process the request", StatusCodes.Status500InternalServerError);

    /// <summary>What to answer, or null if nobody waits for an answer any more.</summary>
    public OAuthError? ErrorOf(HttpContext http, Exception fault)
    {
        if (IsOfGoingAway(http, fault))
        {
            LogGone(http.Request.Method, http.Request.Path);
            return null;
        }

        if (fault is BadHttpRequestException malformed)
        {
            return OAuthError.InvalidRequest("the request cannot be read") with { Status = malformed.StatusCode };
        }

        if (fault is TooManyDocumentsException limited)
        {
            return limited.Error; // whoever counted has told the log
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

        return unavailable ? Unavailable : Failed;
    }

    /// <summary>An outage that nobody reported: a page about a session that could not be read would say that there is none.</summary>
    public OAuthError? FindOutage(HttpContext http)
    {
        if (Outage.Met is not { } fault || http.Response.HasStarted)
        {
            return null;
        }

        LogFailure(fault, http.Request.Method, http.Request.Path, unavailable: true);
        http.Response.Headers.SetCookie = default;
        return Unavailable;
    }

    /// <summary>True if the caller went away and the fault is what came of that: a wait that was cancelled, by whatever waited, or a write to nobody. An outage that
    /// the caller did not want to sit out is still told.</summary>
    public static bool IsOfGoingAway(HttpContext http, Exception fault) => http.RequestAborted.IsCancellationRequested && (fault is IOException || IsCancelled(fault));

    private static bool IsCancelled(Exception? fault) => fault is OperationCanceledException || (fault is not null && IsCancelled(fault.InnerException));

    [LoggerMessage(23, LogLevel.Debug, "The caller of {Method} {Path} went away.")]
    private partial void LogGone(string method, PathString path);

    [LoggerMessage(22, LogLevel.Warning, "{Method} {Path} was answered with 503: {Reason}")]
    private partial void LogElsewhere(string method, PathString path, string reason);

    [LoggerMessage(20, LogLevel.Error, "{Method} {Path} failed (dependency unavailable: {Unavailable}).")]
    private partial void LogFailure(Exception e, string method, PathString path, bool unavailable);
}
