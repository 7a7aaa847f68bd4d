using System.Collections.Concurrent;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Whoever waits goes on when it is rung.</summary>
internal sealed class AlarmClock : TimeProvider
{
    private readonly ConcurrentQueue<Alarm> _alarms = new();

    public int Alarms => _alarms.Count;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(() => callback(state));
        _alarms.Enqueue(alarm);
        return alarm;
    }

    public void Ring()
    {
        while (_alarms.TryDequeue(out var alarm))
        {
            alarm.Ring();
        }
    }

    private sealed record Alarm(Action Ring) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
