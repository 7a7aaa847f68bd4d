namespace Attesto.Management;

/// <summary>Keeps the newest events of this node in memory: bounded, lock held for a moment only, and gone with the process.</summary>
internal sealed class RecentEvents(TimeProvider clock) : IEventSink
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly RecentEvent?[] _ring = new RecentEvent?[Capacity];
    private long _count;

    public ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _ring[_count % Capacity] = new RecentEvent(_count + 1, clock.GetUtcNow(), serverEvent);
            _count++;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Those that are kept, the newest first.</summary>
    /// <param name="before">Only those with a smaller number; null for all.</param>
    public IEnumerable<RecentEvent> Read(long? before)
    {
        RecentEvent?[] ring;
        long count;
        lock (_lock)
        {
            (ring, count) = ([.. _ring], _count);
        }

        for (var number = Math.Min(count, (before ?? long.MaxValue) - 1); number > Math.Max(0, count - Capacity); number--)
        {
            yield return ring[(number - 1) % Capacity]!;
        }
    }
}
