using System.Collections.Concurrent;

namespace Attesto.Lab;

/// <summary>Sessions in this process, for the provider <c>memory</c>.</summary>
/// <param name="clock">Tells when a cookie was first seen.</param>
public sealed class MemorySessions(TimeProvider clock) : ILabSessions
{
    private readonly ConcurrentDictionary<string, LabSession> _sessions = new(StringComparer.Ordinal);

    public Task<LabSession> FindAsync(string sub, CancellationToken cancellationToken) =>
        Task.FromResult(_sessions.GetOrAdd(sub, _ => new LabSession(Secret.NewId(), clock.GetUtcNow())));

    public Task<LabSession> RenewAsync(string sub, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(_sessions.AddOrUpdate(sub, _ => new LabSession(Secret.NewId(), now), (_, session) => session with { AuthTime = now }));

    public Task EndAsync(string sub, CancellationToken cancellationToken)
    {
        _sessions.TryRemove(sub, out _);
        return Task.CompletedTask;
    }

    public Task EndSessionAsync(string sid, CancellationToken cancellationToken)
    {
        foreach (var (sub, _) in _sessions.Where(session => session.Value.Id == sid))
        {
            _sessions.TryRemove(sub, out _);
        }

        return Task.CompletedTask;
    }
}
