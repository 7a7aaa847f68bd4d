using System.Collections.Concurrent;

namespace Attesto.Stores;

/// <summary>Replay records of one node; a restart forgets them.</summary>
/// <param name="clock">The clock.</param>
internal sealed class InMemoryReplayStore(TimeProvider clock) : IReplayStore
{
    private const int SweepEvery = 1024;

    private readonly ConcurrentDictionary<TokenHash, DateTimeOffset> _records = new();
    private int _added;

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(TokenHash id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _added) % SweepEvery == 0)
        {
            Sweep();
        }

        return Task.FromResult(_records.TryAdd(id, until));
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var record in _records)
        {
            if (record.Value < now)
            {
                _records.TryRemove(record);
            }
        }
    }
}
