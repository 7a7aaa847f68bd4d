using System.Collections.Concurrent;

namespace Attesto.Outbound;

/// <summary>What could not be had a moment ago, so that nobody makes this server ask for it again and again.</summary>
/// <param name="clock">The clock.</param>
internal sealed class FailedLookups(TimeProvider clock)
{
    private const int MaxEntries = 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <summary>True if the look-up failed within the last seconds.</summary>
    public bool Contains(string key) => _until.TryGetValue(key, out var until) && until > clock.GetUtcNow();

    /// <summary>Remembers a failure for ten seconds.</summary>
    public void Add(string key)
    {
        if (_until.Count >= MaxEntries)
        {
            _until.Clear(); // they are worth seconds; a table that strangers fill is emptied
        }

        _until[key] = clock.GetUtcNow() + Lifetime;
    }

    /// <summary>Forgets a failure.</summary>
    public void Remove(string key) => _until.TryRemove(key, out _);
}
