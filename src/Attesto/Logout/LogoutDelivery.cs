using System.Diagnostics.Metrics;
using Attesto.Outbound;
using Microsoft.Extensions.Logging;

namespace Attesto.Logout;

/// <summary>Delivers logout tokens (OpenID Connect Back-Channel Logout §2.5), without redirects. A client that does not take one is tried again, more and more
/// seldom, for a day.</summary>
/// <param name="clients">Whether the client still is one, and where it wants to be told.</param>
/// <param name="tokens">Signs logout tokens.</param>
/// <param name="outbound">The guarded way out.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Told of failures.</param>
/// <param name="sessions">Where notices wait.</param>
internal sealed partial class LogoutDelivery(
    IClientStore clients, LogoutTokenIssuer tokens, IOutboundClient outbound, TimeProvider clock, ILogger<LogoutDelivery> logger, ILogoutSessionStore? sessions = null)
{
    private const string LogoutToken = "logout_token";

    private static readonly Meter Meter = new("Attesto");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("attesto.logout.attempts", "{attempt}", "Attempts to deliver a logout token, by outcome.");

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Delivers a notice that was claimed, and says in the store what became of it.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="cancellationToken">Cancels the delivery; the notice is then due again by itself.</param>
    public async Task HandleAsync(LogoutNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var isDone = await DeliverAsync(notice, cancellationToken);
        var next = clock.GetUtcNow() + PauseAfter(notice.Attempts);
        var outcome = isDone ? "delivered" : next < notice.CreatedAt + LogoutNotice.Lifetime ? "postponed" : "given_up";
        Attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (outcome is "given_up")
        {
            LogGivenUp(notice.ClientId, notice.Attempts);
            isDone = true;
        }

        try
        {
            await (isDone ? sessions!.RemoveNoticeAsync(notice.Id, CancellationToken.None) : sessions!.PostponeNoticeAsync(notice.Id, next, CancellationToken.None));
        }
        catch (Exception exception)
        {
            LogFailed(exception, notice.ClientId); // due again by itself: a client may then hear of it twice
        }
    }

    /// <summary>Twice as long each time: after 5 seconds first, at last every hour.</summary>
    internal static TimeSpan PauseAfter(int attempts) =>
        attempts > 10 ? LongestPause : TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Max(attempts - 1, 0), LongestPause.Ticks));

    /// <summary>Signs a token, which is fresh however long the notice waited, and posts it.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if the client took it, or there is nobody to be told any more.</returns>
    public async Task<bool> DeliverAsync(LogoutNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        try
        {
            var client = await clients.FindAsync(notice.ClientId, cancellationToken);
            if (client is not { IsRevoked: false, BackchannelLogoutUri: { } uri })
            {
                return true;
            }

            if (await tokens.IssueAsync(client, notice.Subject, notice.SessionId, cancellationToken) is not { } token)
            {
                LogRefused(notice.ClientId, "this server has no key for it");
                return false;
            }

            var answer = await outbound.SendAsync(new OutboundRequest(uri) { Form = [new(LogoutToken, token)], Timeout = Timeout }, cancellationToken);
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

    [LoggerMessage(3006, LogLevel.Error, "Client {ClientId} did not take a logout token in {Attempts} attempts over a day; it is told no more.")]
    private partial void LogGivenUp(string clientId, int attempts);

    [LoggerMessage(3004, LogLevel.Error, "A logout token for client {ClientId} could not be delivered.")]
    private partial void LogFailed(Exception exception, string clientId);
}
