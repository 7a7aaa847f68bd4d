using System.Collections.Concurrent;
using Attesto.Guesses;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>A fixed window per IP address, and per /64 of IPv6, on this node.</summary>
/// <param name="options">How many, and in which time.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Told once per window and address.</param>
internal sealed partial class RegistrationRateLimit(IOptions<AttestoOptions> options, TimeProvider clock, ILogger<RegistrationRateLimit> logger) : IRegistrationRateLimit
{
    private const int MaxAddresses = 10_000;

    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    public ValueTask<bool> TryAcquireAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        var registration = options.Value.Registration;
        if (registration.RateLimit is not { } limit)
        {
            return ValueTask.FromResult(true);
        }

        var now = clock.GetUtcNow();
        Forget(now);
        var address = ClientAddress.Subscriber(request.ClientIp);
        var window = _windows.AddOrUpdate(
            address,
            _ => new Window(1, now + registration.RateLimitWindow),
            (_, known) => known.EndsAt <= now ? new Window(1, now + registration.RateLimitWindow) : known with { Count = known.Count + 1 });
        if (window.Count == limit + 1)
        {
            LogRefused(address, limit, registration.RateLimitWindow);
        }

        return ValueTask.FromResult(window.Count <= limit);
    }

    // A table that somebody with many addresses could fill is emptied of what no longer counts.
    private void Forget(DateTimeOffset now)
    {
        if (_windows.Count < MaxAddresses)
        {
            return;
        }

        foreach (var window in _windows)
        {
            if (window.Value.EndsAt <= now)
            {
                _windows.TryRemove(window);
            }
        }

        if (_windows.Count >= MaxAddresses)
        {
            _windows.Clear();
        }
    }

    [LoggerMessage(
        51,
        LogLevel.Warning,
        "{Address} registered more than {Permits} clients within {Window} and is answered 429. Attesto:Registration:RateLimit sets how many it may register.")]
    private partial void LogRefused(string address, int permits, TimeSpan window);

    private sealed record Window(int Count, DateTimeOffset EndsAt);
}
