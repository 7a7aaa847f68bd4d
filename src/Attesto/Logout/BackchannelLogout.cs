using Microsoft.Extensions.Logging;

namespace Attesto.Logout;

/// <summary>Notes who is to be told of a logout (OpenID Connect Back-Channel Logout §2.5). Each session is taken once, by one caller; nothing is sent here.</summary>
internal sealed partial class BackchannelLogout(LogoutWork work, TimeProvider clock, ILogger<BackchannelLogout> logger, ILogoutSessionStore? sessions = null)
{
    private const int BatchSize = 500;

    /// <summary>Takes the sessions and leaves a notice for each client. A store that is away does not alter the browser's answer, for its session is gone: the
    /// logout is remembered here, and noted once the store is back.</summary>
    /// <param name="sessionId">The <c>sid</c> that the host confirmed, or null.</param>
    /// <param name="subject">The <c>sub</c> that the host confirmed, or null.</param>
    internal Task NotifyAsync(string? sessionId, string? subject) => NotifyAsync(new UnnotedLogout(sessionId, subject, clock.GetUtcNow()));

    /// <summary>The same for logouts that could not be noted when they happened.</summary>
    internal async Task NotifyRememberedAsync()
    {
        foreach (var logout in work.TakeUnnoted().Where(logout => clock.GetUtcNow() - logout.Since < LogoutNotice.Lifetime))
        {
            await NotifyAsync(logout);
        }
    }

    /// <summary>The same for whatever a filter finds, where a failure is the caller's to see.</summary>
    /// <returns>How many sessions were taken.</returns>
    internal async Task<int> NotifyAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        var (total, taken) = (0, 0);
        do
        {
            taken = sessions is null ? 0 : (await sessions.TakeAsync(filter, BatchSize, cancellationToken)).Length;
            total += taken;
        }
        while (taken > 0);
        work.Call();
        return total;
    }

    private async Task NotifyAsync(UnnotedLogout logout)
    {
        if (sessions is null || (logout.SessionId is null && logout.Subject is null))
        {
            return;
        }

        try
        {
            await sessions.TakeAsync(logout.SessionId, logout.Subject, CancellationToken.None);
            work.Call();
        }
        catch (Exception exception)
        {
            LogFailed(exception, work.TryRemember(logout) ? "they are told once the store is back" : "too many wait for the store: they are not told");
        }
    }

    [LoggerMessage(3002, LogLevel.Error, "The end of a session could not be noted for its clients; {Consequence}.")]
    private partial void LogFailed(Exception exception, string consequence);
}
