using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>Limits how many wrong user codes a visitor may try within a window, over all nodes together (RFC 8628 §5.1). One per process: it remembers
/// which guesses the other nodes have taken, so that most of them cost one insert.</summary>
/// <param name="options">How many, and for how long.</param>
/// <param name="clock">The present.</param>
internal sealed class UserCodeGuesses(IOptions<AttestoOptions> options, TimeProvider clock)
{
    private readonly Dictionary<string, GuessWindow> _windows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private DateTimeOffset _end;

    /// <summary>Takes a guess. To be called before the code is looked up: else racing guesses would all be answered before the first of them counts.</summary>
    /// <param name="slots">Where guesses are taken; all nodes share it.</param>
    /// <param name="visitor">Who guesses; null shares one limit.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The window, to give the guess back if the code is right; null if no guess is left.</returns>
    internal async Task<GuessWindow?> TryTakeAsync(IReplayStore slots, string? visitor, CancellationToken cancellationToken)
    {
        var window = WindowOf(visitor ?? "");
        return await window.TryTakeAsync(slots, options.Value.Device.MaxGuesses, cancellationToken) ? window : null;
    }

    /// <summary>How long it takes until every guess is forgotten.</summary>
    internal TimeSpan UntilForgotten() => EndOfWindow() - clock.GetUtcNow();

    private GuessWindow WindowOf(string visitor)
    {
        lock (_lock)
        {
            var end = EndOfWindow();
            if (end != _end)
            {
                _windows.Clear();
                _end = end;
            }

            return _windows.TryGetValue(visitor, out var window) ? window : _windows[visitor] = new GuessWindow(visitor, end);
        }
    }

    // Windows start and end at the same instants for every visitor, so that nodes agree about them and all can be forgotten at once.
    private DateTimeOffset EndOfWindow()
    {
        var length = options.Value.Device.GuessWindow.Ticks;
        return new DateTimeOffset(((clock.GetUtcNow().UtcTicks / length) + 1) * length, TimeSpan.Zero);
    }
}
