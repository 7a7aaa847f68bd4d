using System.Diagnostics.CodeAnalysis;

namespace Attesto.Stores;

/// <summary>A dictionary whose every change is one atomic step, and which forgets rows some time after they expired.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TRow">An immutable row.</typeparam>
internal sealed class ExpiringTable<TKey, TRow>(TimeProvider clock, Func<TRow, DateTimeOffset> expiry)
    where TKey : notnull
    where TRow : class
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<TKey, TRow> _rows = [];
    private readonly Lock _lock = new();
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    public TRow? Find(TKey key)
    {
        lock (_lock)
        {
            return _rows.GetValueOrDefault(key);
        }
    }

    public bool TryAdd(TKey key, TRow row)
    {
        lock (_lock)
        {
            Sweep();
            return _rows.TryAdd(key, row);
        }
    }

    /// <summary>Replaces a row in one step; a change that answers null leaves it as it is.</summary>
    public bool TryChange(TKey key, Func<TRow, TRow?> change)
    {
        lock (_lock)
        {
            if (_rows.GetValueOrDefault(key) is not { } row || change(row) is not { } changed)
            {
                return false;
            }

            _rows[key] = changed;
            return true;
        }
    }

    public bool TryRemove(TKey key, [NotNullWhen(true)] out TRow? row)
    {
        lock (_lock)
        {
            return _rows.Remove(key, out row);
        }
    }

    /// <summary>Removes a row in one step, if the condition holds.</summary>
    public bool TryRemove(TKey key, Predicate<TRow> condition)
    {
        lock (_lock)
        {
            return _rows.GetValueOrDefault(key) is { } row && condition(row) && _rows.Remove(key);
        }
    }

    /// <summary>Removes all rows that meet the condition, in one step, and tells how many they were.</summary>
    public int RemoveAll(Predicate<TRow> condition)
    {
        lock (_lock)
        {
            var removed = 0;
            foreach (var (key, row) in _rows)
            {
                removed += condition(row) && _rows.Remove(key) ? 1 : 0;
            }

            return removed;
        }
    }

    /// <summary>The rows that a condition finds, as they are now.</summary>
    public IReadOnlyList<TRow> Where(Predicate<TRow> condition)
    {
        lock (_lock)
        {
            return [.. _rows.Values.Where(row => condition(row))];
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepInterval;
        foreach (var (key, row) in _rows)
        {
            if (expiry(row) < now)
            {
                _rows.Remove(key);
            }
        }
    }
}
