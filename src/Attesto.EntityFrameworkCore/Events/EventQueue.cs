using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Attesto.EntityFrameworkCore;

/// <summary>Events that wait to be written: as many as its capacity. What is beyond is lost, counted, and told once until the database keeps up again.</summary>
internal sealed partial class EventQueue(int capacity, ILogger logger)
{
    private readonly Channel<StoredEvent> _waiting = Channel.CreateBounded<StoredEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });

    private long _lost;

    public void Add(StoredEvent told)
    {
        if (!_waiting.Writer.TryWrite(told))
        {
            Lose(1, "full");
        }
    }

    /// <summary>Takes no more.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>False once it is closed and empty.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken) => await _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>What waits, at most so many.</summary>
    public List<StoredEvent> Take(int size)
    {
        var taken = new List<StoredEvent>();
        while (taken.Count < size && _waiting.Reader.TryRead(out var told))
        {
            taken.Add(told);
        }

        return taken;
    }

    public void Lose(int events, string why)
    {
        EventMetrics.Lost(events, why);
        if (Interlocked.Add(ref _lost, events) == events)
        {
            LogLosing(why, capacity);
        }
    }

    /// <summary>Says how many were lost since the last time, if any were.</summary>
    public void TellLost()
    {
        if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
        {
            LogLost(lost);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "Events are lost ({Why}): {Capacity} may wait for the database. How many were is told when it takes them again.")]
    private partial void LogLosing(string why, int capacity);

    [LoggerMessage(21, LogLevel.Error, "{Lost} events were lost.")]
    private partial void LogLost(long lost);
}
