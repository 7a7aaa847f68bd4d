using Attesto.Events;
using Microsoft.Extensions.Logging;

namespace Attesto.Issuing;

/// <summary>Turns a failing store, key or policy into a plain refusal: the cause is the host's to see, not the client's.</summary>
internal static partial class Guard
{
    public static async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>>> answer, ILogger logger, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await answer();
        }
        catch (Exception exception) when (!Dependency.IsUnavailable(exception) // the transport says 503: an outage must not look like a refused grant
            && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            LogFailed(logger, exception);
            return OAuthError.InvalidRequest("the request could not be processed");
        }
    }

    [LoggerMessage(2003, LogLevel.Error, "A protocol request failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
