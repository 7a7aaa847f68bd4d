using Microsoft.Extensions.Logging;

namespace Attesto.Logout;

/// <summary>Plans who is told of a logout (OpenID Connect Back-Channel Logout §2.5). Each session is taken once, by one caller; nothing is sent here.</summary>
internal sealed partial class BackchannelLogout(
    IClientStore clients, ILogoutNotices queue, ILogger<BackchannelLogout> logger, ILogoutSessionStore? sessions = null)
{
    private const int BatchSize = 500;

    /// <summary>Takes the sessions and queues a notice for each client. Neither a failing store nor a full queue alters the browser's answer.</summary>
    /// <param name="sessionId">The <c>sid</c> that the host confirmed, or null.</param>
    /// <param name="subject">The <c>sub</c> that the host confirmed, or null.</param>
    internal async Task NotifyAsync(string? sessionId, string? subject)
    {
        if (sessions is null || (sessionId is null && subject is null))
        {
            return;
        }

        try
        {
            foreach (var session in await sessions.TakeAsync(sessionId, subject, CancellationToken.None))
            {
                await QueueAsync(session);
            }
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    /// <summary>The same for whatever a filter finds, where a failure is the caller's to see.</summary>
    /// <returns>How many sessions were taken.</returns>
    internal async Task<int> NotifyAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        var (total, taken) = (0, 0);
        do
        {
            var batch = sessions is null ? [] : await sessions.TakeAsync(filter, BatchSize, cancellationToken);
            foreach (var session in batch)
            {
                await QueueAsync(session);
            }

            taken = batch.Length;
            total += taken;
        }
        while (taken > 0);
        return total;
    }

    private async ValueTask QueueAsync(LogoutSession session)
    {
        var client = await clients.FindAsync(session.ClientId, CancellationToken.None);
        if (client is { IsRevoked: false, BackchannelLogoutUri: { } uri } && !queue.TryAdd(new LogoutNotice(client.Id, uri, session.Subject, session.SessionId)))
        {
            LogDropped(client.Id);
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "The logout queue is full; client {ClientId} will not hear of the end of a session.")]
    private partial void LogDropped(string clientId);

    [LoggerMessage(3002, LogLevel.Error, "Clients could not be told of the end of a session.")]
    private partial void LogFailed(Exception exception);
}
