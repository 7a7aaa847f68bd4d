using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>Keeps the newest events of this node in memory, where nothing else keeps events: bounded, lock held for a moment only, and gone with the process.</summary>
internal sealed class RecentEvents(TimeProvider clock, IServiceProviderIsService? services = null) : IEventSink, IEventStore
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly StoredEvent?[] _ring = new StoredEvent?[Capacity];
    private readonly bool _isIdle = services?.IsService(typeof(IEventStore)) is true;
    private long _count;

    public ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        if (!_isIdle)
        {
            Add(StoredEvent.Of(serverEvent, clock.GetUtcNow()));
        }

        return ValueTask.CompletedTask;
    }

    public Task AddAsync(IReadOnlyCollection<StoredEvent> events, CancellationToken cancellationToken)
    {
        foreach (var told in events.ExceptBy(Read().Select(told => told.Id), told => told.Id))
        {
            Add(told);
        }

        return Task.CompletedTask;
    }

    public Task<EventPage> ListAsync(EventFilter filter, int size, EventCursor? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var found = Read().Where(filter.Matches).OrderByDescending(told => told.At).ThenByDescending(told => told.Id)
            .Where(told => after is null || told.At < after.At || (told.At == after.At && told.Id.CompareTo(after.Id) < 0));
        return Task.FromResult(EventPage.Of([.. found.Take(size + 1)], size));
    }

    private void Add(StoredEvent told)
    {
        lock (_lock)
        {
            _ring[_count % Capacity] = told;
            _count++;
        }
    }

    private List<StoredEvent> Read()
    {
        lock (_lock)
        {
            return [.. _ring.OfType<StoredEvent>()];
        }
    }
}
