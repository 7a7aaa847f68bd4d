using System.Collections.Concurrent;

namespace Attesto.Outbound;

/// <summary>Runs one task per key however many ask at the same time; all of them get its result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _flights = new(StringComparer.Ordinal);

    /// <summary>Joins the flight of this key, or starts it. A caller that leaves does not end it for the others.</summary>
    /// <param name="key">What is fetched.</param>
    /// <param name="start">Fetches it; must bound its own time and hold nothing of the request that started it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The result.</returns>
    public Task<T> RunAsync(string key, Func<Task<T>> start, CancellationToken cancellationToken) =>
        _flights.GetOrAdd(key, _ => new Lazy<Task<T>>(() => FlyAsync(key, start))).Value.WaitAsync(cancellationToken);

    private async Task<T> FlyAsync(string key, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        finally
        {
            _flights.TryRemove(key, out _);
        }
    }
}
