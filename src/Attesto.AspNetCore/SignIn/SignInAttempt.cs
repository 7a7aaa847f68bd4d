using Attesto.Guesses;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>One attempt to sign in: refused before the password was looked at, failed, or right.</summary>
public sealed class SignInAttempt : IDisposable
{
    private readonly SignInFailures _failures;
    private readonly SignInThrottle _throttle;
    private readonly HttpContext _http;
    private readonly TokenHash _name;
    private readonly string? _address;
    private readonly long _begun;
    private readonly List<GuessWindow> _taken = [];

    internal SignInAttempt(SignInFailures failures, HttpContext http, TokenHash name, string? address, SignInThrottle throttle)
    {
        (_failures, _http, _name, _address, _throttle) = (failures, http, name, address, throttle);
        _begun = failures.Clock.GetTimestamp();
    }

    /// <summary>True if there were too many wrong passwords: show the page again, and do not check this one.</summary>
    public bool IsRefused => RetryAfter is not null;

    /// <summary>Where the attempt is refused, how long the person has to wait at most; else null.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>The password was wrong, or there is no such name: counts the failure, tells the log and the event <c>sign_in_failed</c>, and takes
    /// <see cref="SignInOptions.FailureTime"/> in all.</summary>
    /// <param name="subject">The subject of the account with this name, if there is one; the name itself is told to nobody, for people type passwords there.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task FailAsync(string? subject, CancellationToken cancellationToken)
    {
        _taken.Clear(); // they are spent
        _throttle.Tell("wrong_credentials", subject, _address);
        if (_failures.FailureTime - _failures.Clock.GetElapsedTime(_begun) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, cancellationToken);
        }
    }

    /// <summary>The password was right: nothing is counted, and the browser is remembered for this name by a cookie, for half a year.</summary>
    public void Succeed() => _throttle.Remember(_http, _name);

    /// <summary>Gives back what was not spent.</summary>
    public void Dispose()
    {
        _taken.ForEach(window => window.GiveBack());
        _taken.Clear();
    }

    internal void Take(GuessWindow window) => _taken.Add(window);
}
