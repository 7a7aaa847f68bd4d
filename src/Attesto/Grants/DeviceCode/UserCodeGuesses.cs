using Attesto.Guesses;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>Limits how many wrong user codes a person may try within a window, over all nodes together (RFC 8628 §5.1). One per process.</summary>
/// <param name="options">How many, and for how long.</param>
/// <param name="clock">The present.</param>
internal sealed class UserCodeGuesses(IOptions<AttestoOptions> options, TimeProvider clock)
{
    private readonly GuessCounter _counter = new("user_code_guess", clock);

    /// <summary>Takes a guess, before the code is looked up.</summary>
    /// <param name="slots">Where guesses are taken; all nodes share it.</param>
    /// <param name="subject">Who guesses.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The window, to give the guess back if the code is right; null if no guess is left.</returns>
    internal Task<GuessWindow?> TryTakeAsync(IReplayStore slots, string subject, CancellationToken cancellationToken) =>
        _counter.TryTakeAsync(slots, subject, options.Value.Device.MaxGuesses, options.Value.Device.GuessWindow, cancellationToken);

    /// <summary>How long it takes until every guess is forgotten.</summary>
    internal TimeSpan UntilForgotten() => _counter.UntilForgotten(options.Value.Device.GuessWindow);
}
