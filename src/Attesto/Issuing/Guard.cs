using Attesto.Events;
using Attesto.Outbound;
using Microsoft.Extensions.Logging;

namespace Attesto.Issuing;

/// <summary>Turns a failing store, key or policy into <c>server_error</c>: a fault of this server is never told as one of the client.</summary>
internal static partial class Guard
{
    public static async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>>> answer, ILogger logger, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await answer();
        }
        catch (TooManyDocumentsException limited)
        {
            return limited.Error;
        }
        catch (Exception exception) when (!Dependency.IsUnavailable(exception) // the transport says 503: an outage must not look like a refused grant
            && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            LogFailed(logger, exception);
            return new OAuthError(ErrorCodes.ServerError, "the server failed to process the request", 500);
        }
    }

    [LoggerMessage(2003, LogLevel.Error, "A protocol request failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
