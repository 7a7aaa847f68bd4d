using System.Collections.Immutable;

namespace Attesto.Stores;

/// <summary>Sessions to log out of in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The present, for ends.</param>
internal sealed class InMemoryLogoutSessionStore(TimeProvider clock) : ILogoutSessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string ClientId, string Subject, string? SessionId), LogoutSession> _sessions = [];
    private readonly Dictionary<Guid, (LogoutNotice Notice, DateTimeOffset DueAt)> _notices = [];

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

            return Task.FromResult(Noted(taken.RemoveAll(session => session.ExpiresAt <= now), now));
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

            return Task.FromResult(Noted(taken, now));
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LogoutNotice>> ClaimNoticesAsync(int size, DateTimeOffset until, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var expired in _notices.Values.Where(waiting => waiting.Notice.CreatedAt + LogoutNotice.Lifetime <= now).ToList())
            {
                _notices.Remove(expired.Notice.Id);
            }

            var due = _notices.Values.Where(waiting => waiting.DueAt <= now).OrderBy(waiting => waiting.DueAt).Take(size).ToList();
            var claimed = due.ConvertAll(waiting => waiting.Notice with { Attempts = waiting.Notice.Attempts + 1 });
            claimed.ForEach(notice => _notices[notice.Id] = (notice, until));
            return Task.FromResult<ImmutableArray<LogoutNotice>>([.. claimed]);
        }
    }

    /// <inheritdoc/>
    public Task RemoveNoticeAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _notices.Remove(id);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PostponeNoticeAsync(Guid id, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_notices.TryGetValue(id, out var waiting))
            {
                _notices[id] = (waiting.Notice, dueAt);
            }
        }

        return Task.CompletedTask;
    }

    private ImmutableArray<LogoutSession> Noted(ImmutableArray<LogoutSession> taken, DateTimeOffset now)
    {
        foreach (var session in taken)
        {
            var notice = new LogoutNotice(Guid.CreateVersion7(), session.ClientId, session.Subject, session.SessionId, now, Attempts: 0);
            _notices[notice.Id] = (notice, now);
        }

        return taken;
    }
}
