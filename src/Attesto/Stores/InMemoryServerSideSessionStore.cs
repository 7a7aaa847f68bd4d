using System.Collections.Immutable;

namespace Attesto.Stores;

/// <summary>Sessions in the memory of one process: for tests and for a single node that may forget.</summary>
/// <param name="clock">The present, for ends.</param>
internal sealed class InMemoryServerSideSessionStore(TimeProvider clock) : IServerSideSessionStore
{
    private readonly ExpiringTable<TokenHash, ServerSideSession> _sessions = new(clock, session => session.ExpiresAt);

    /// <inheritdoc/>
    public Task AddAsync(ServerSideSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _sessions.TryAdd(session.Hash, session) ? Task.CompletedTask : throw new InvalidOperationException("There is such a session already.");
    }

    /// <inheritdoc/>
    public Task<bool> IsLiveAsync(TokenHash hash, CancellationToken cancellationToken) =>
        Task.FromResult(_sessions.Find(hash) is { } session && session.ExpiresAt > clock.GetUtcNow());

    /// <inheritdoc/>
    public Task<ImmutableArray<ServerSideSession>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<ImmutableArray<ServerSideSession>>(
            [.. _sessions.Where(session => session.Subject == subject && session.ExpiresAt > now).OrderByDescending(session => session.BeganAt)]);
    }

    /// <inheritdoc/>
    public Task ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        _sessions.TryChange(hash, session => session.ExpiresAt > now && session.ExpiresAt < expiresAt ? session with { ExpiresAt = expiresAt } : null);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task EndAsync(TokenHash hash, CancellationToken cancellationToken)
    {
        _sessions.TryRemove(hash, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> EndAllAsync(string? sessionId, string? subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ended = _sessions.RemoveAll(session =>
            session.ExpiresAt > now && (sessionId is not null ? session.SessionId == sessionId : subject is not null && session.Subject == subject));
        return Task.FromResult(ended);
    }
}
