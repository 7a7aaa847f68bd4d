namespace Attesto.Guesses;

/// <summary>Counts the wrong guesses of each visitor within a window, over all nodes together. One per process and kind: it remembers which guesses the other
/// nodes have taken, so that most of them cost one insert.</summary>
/// <param name="kind">What is guessed.</param>
/// <param name="clock">The present.</param>
internal sealed class GuessCounter(string kind, TimeProvider clock)
{
    private readonly Dictionary<string, GuessWindow> _windows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private DateTimeOffset _end;

    /// <summary>Takes a guess. To be called before it is checked: else racing guesses would all be answered before the first of them counts.</summary>
    /// <param name="slots">Where guesses are taken; all nodes share it.</param>
    /// <param name="visitor">Who guesses.</param>
    /// <param name="count">How many wrong guesses there may be within a window.</param>
    /// <param name="length">How long windows are.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The window, to give the guess back if it is right; null if none is left.</returns>
    public async Task<GuessWindow?> TryTakeAsync(IReplayStore slots, string visitor, int count, TimeSpan length, CancellationToken cancellationToken)
    {
        var window = WindowOf(visitor, length);
        return await window.TryTakeAsync(slots, count, cancellationToken) ? window : null;
    }

    /// <summary>How long it takes until every guess is forgotten.</summary>
    public TimeSpan UntilForgotten(TimeSpan length) => EndOfWindow(length) - clock.GetUtcNow();

    private GuessWindow WindowOf(string visitor, TimeSpan length)
    {
        lock (_lock)
        {
            var end = EndOfWindow(length);
            if (end != _end)
            {
                _windows.Clear();
                _end = end;
            }

            return _windows.TryGetValue(visitor, out var window) ? window : _windows[visitor] = new GuessWindow(kind, visitor, end);
        }
    }

    // Windows start and end at the same instants for every visitor, so that nodes agree about them and all can be forgotten at once.
    private DateTimeOffset EndOfWindow(TimeSpan length) => new(((clock.GetUtcNow().UtcTicks / length.Ticks) + 1) * length.Ticks, TimeSpan.Zero);
}
