using System.Collections.Immutable;

namespace Attesto.Stores;

/// <summary>Sessions to log out of in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The present, for ends.</param>
internal sealed class InMemoryLogoutSessionStore(TimeProvider clock) : ILogoutSessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string ClientId, string Subject, string? SessionId), LogoutSession> _sessions = [];

    /// <inheritdoc/>
    public Task AddAsync(LogoutSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        lock (_lock)
        {
            var key = (session.ClientId, session.Subject, session.SessionId);
            if (!_sessions.TryGetValue(key, out var known) || known.ExpiresAt < session.ExpiresAt)
            {
                _sessions[key] = session;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ExtendAsync(string sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var (key, session) in _sessions)
            {
                if (key.SessionId == sessionId && session.ExpiresAt > now && session.ExpiresAt < expiresAt)
                {
                    _sessions[key] = session with { ExpiresAt = expiresAt };
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var taken = _sessions.Values
                .Where(session => sessionId is not null ? session.SessionId == sessionId : subject is not null && session.Subject == subject)
                .ToImmutableArray();
            foreach (var session in taken.Concat(_sessions.Values.Where(session => session.ExpiresAt <= now)).ToArray())
            {
                _sessions.Remove((session.ClientId, session.Subject, session.SessionId));
            }

            return Task.FromResult(taken.RemoveAll(session => session.ExpiresAt <= now));
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LogoutSession>> TakeAsync(GrantFilter filter, int size, CancellationToken cancellationToken)
    {
        filter.ThrowIfEmpty();
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var taken = _sessions.Values
                .Where(session => session.ExpiresAt > now && filter.Matches(session.HostSubject, session.ClientId, session.SessionId))
                .Take(size)
                .ToImmutableArray();
            foreach (var session in taken)
            {
                _sessions.Remove((session.ClientId, session.Subject, session.SessionId));
            }

            return Task.FromResult(taken);
        }
    }
}
