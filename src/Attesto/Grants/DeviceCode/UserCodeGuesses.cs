using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>Counts wrong user codes by visitor, so that nobody guesses one (RFC 8628 §5.1). Each node counts for itself.</summary>
/// <param name="options">How many, and for how long.</param>
/// <param name="clock">The present.</param>
public sealed class UserCodeGuesses(IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const int SweepAbove = 10_000;

    private readonly Dictionary<string, Window> _misses = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>True if the visitor has wrong guesses left.</summary>
    internal bool Admits(string? visitor)
    {
        lock (_lock)
        {
            return !_misses.TryGetValue(visitor ?? "", out var window) || IsOver(window) || window.Count < options.Value.Device.MaxGuesses;
        }
    }

    /// <summary>Counts a wrong guess.</summary>
    internal void Miss(string? visitor)
    {
        lock (_lock)
        {
            if (_misses.Count > SweepAbove)
            {
                Sweep();
            }

            var key = visitor ?? "";
            _misses[key] = _misses.TryGetValue(key, out var window) && !IsOver(window)
                ? window with { Count = window.Count + 1 }
                : new Window(clock.GetUtcNow(), 1);
        }
    }

    private bool IsOver(Window window) => clock.GetUtcNow() - window.Since >= options.Value.Device.GuessWindow;

    private void Sweep()
    {
        foreach (var (visitor, window) in _misses)
        {
            if (IsOver(window))
            {
                _misses.Remove(visitor);
            }
        }
    }

    private sealed record Window(DateTimeOffset Since, int Count);
}
