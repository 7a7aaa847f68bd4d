using Attesto.Outbound;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.Logout;

/// <summary>Delivers logout tokens (OpenID Connect Back-Channel Logout §2.5): once each, without redirects or retries. What fails is logged and forgotten.</summary>
/// <param name="clients">Whether the client still is one.</param>
/// <param name="tokens">Signs logout tokens.</param>
/// <param name="outbound">The guarded way out.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class LogoutDelivery(IClientStore clients, LogoutTokenIssuer tokens, IOutboundClient outbound, ILogger<LogoutDelivery> logger)
{
    private const string LogoutToken = "logout_token";
    private const int Parallel = 32; // so many slow clients it takes to keep others waiting

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Delivers the notices of a queue until it is completed and empty, or until cancelled; the transport runs it in the background.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="scopes">Each delivery has a scope of its own.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task RunAsync(LogoutNotices queue, IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(scopes);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        return System.Threading.Tasks.Parallel.ForEachAsync(queue.ReadAllAsync(cancellationToken), degree, async (notice, stopping) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<LogoutDelivery>().DeliverAsync(notice, stopping);
        });
    }

    /// <summary>Signs a token, which is fresh however long the notice waited, and posts it.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the client took it.</returns>
    public async Task<bool> DeliverAsync(LogoutNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        try
        {
            var client = await clients.FindAsync(notice.ClientId, cancellationToken);
            var token = client is null ? null : await tokens.IssueAsync(client, notice.Subject, notice.SessionId, cancellationToken);
            if (token is null)
            {
                LogRefused(notice.ClientId, "no such client, or no key for it");
                return false;
            }

            var answer = await outbound.SendAsync(new OutboundRequest(notice.Uri) { Form = [new(LogoutToken, token)], Timeout = Timeout }, cancellationToken);
            if (answer is OutboundAnswer.Answered(>= 200 and < 300, _, _, _))
            {
                return true;
            }

            LogRefused(notice.ClientId, answer is OutboundAnswer.Answered answered ? $"status {answered.Status}" : $"{((OutboundAnswer.Failed)answer).Fault}");
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, notice.ClientId);
            return false;
        }
    }

    [LoggerMessage(3003, LogLevel.Warning, "Client {ClientId} did not take a logout token: {Reason}.")]
    private partial void LogRefused(string clientId, string reason);

    [LoggerMessage(3004, LogLevel.Error, "A logout token for client {ClientId} could not be delivered.")]
    private partial void LogFailed(Exception exception, string clientId);
}
