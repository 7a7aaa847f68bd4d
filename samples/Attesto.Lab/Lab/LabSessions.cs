using System.Collections.Concurrent;
using Attesto.Policies;

namespace Attesto.Lab;

/// <summary>The browser sessions: one for each value of the <c>login</c> cookie, from the moment it was first seen until logout.</summary>
/// <param name="clock">Tells when a cookie was first seen.</param>
public sealed class LabSessions(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (string Id, DateTimeOffset AuthTime)> _sessions = new(StringComparer.Ordinal);

    /// <summary>The session of a person; begins one if there is none.</summary>
    public SignInOutcome.Authenticated Of(LabUser user)
    {
        var (id, authTime) = _sessions.GetOrAdd(user.Sub, _ => (Secret.NewId(), clock.GetUtcNow()));
        return new SignInOutcome.Authenticated(user.Sub) { AuthTime = authTime, Acr = user.Acr, Amr = [.. user.Amr], SessionId = id };
    }

    /// <summary>The person authenticated again: the session stays, its moment is now.</summary>
    public void Renew(string sub, DateTimeOffset now) => _sessions.AddOrUpdate(sub, _ => (Secret.NewId(), now), (_, session) => (session.Id, now));

    /// <summary>Ends a session; the next request with the same cookie begins another.</summary>
    public void End(string sub) => _sessions.TryRemove(sub, out _);
}
