using System.Collections.Concurrent;

namespace Attesto.Events;

/// <summary>Lets a warning through once in a while for each thing that it is about, so that no caller fills the log.</summary>
/// <param name="clock">The present.</param>
internal sealed class WarningGate(TimeProvider clock)
{
    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _silentUntil = new(StringComparer.Ordinal);

    /// <summary>True if nothing was said about it within the given time.</summary>
    public bool Opens(string about, TimeSpan silence)
    {
        var now = clock.GetUtcNow();
        if (_silentUntil.TryGetValue(about, out var until) && until > now)
        {
            return false;
        }

        if (_silentUntil.Count >= MaxEntries)
        {
            _silentUntil.Clear(); // a table that strangers can fill is emptied; a warning too many is the lesser evil
        }

        _silentUntil[about] = now + silence;
        return true;
    }
}
