using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>A fixed window per IP address, on this node.</summary>
/// <param name="options">How many, and in which time.</param>
/// <param name="clock">The clock.</param>
internal sealed class RegistrationRateLimit(IOptions<AttestoOptions> options, TimeProvider clock) : IRegistrationRateLimit
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
        var window = _windows.AddOrUpdate(
            request.ClientIp ?? "",
            _ => new Window(1, now + registration.RateLimitWindow),
            (_, known) => known.EndsAt <= now ? new Window(1, now + registration.RateLimitWindow) : known with { Count = known.Count + 1 });
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

    private sealed record Window(int Count, DateTimeOffset EndsAt);
}
