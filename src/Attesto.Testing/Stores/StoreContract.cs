using System.Collections.Concurrent;
using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every store contract shares: stores opened side by side, as several nodes would, and races with a start gate.</summary>
/// <typeparam name="TStore">The seam under test.</typeparam>
public abstract class StoreContract<TStore>
    where TStore : class
{
    private readonly ConcurrentBag<IDisposable> _closing = [];

    /// <summary>How many racers a race has; fewer where they only queue for one lock, as on SQLite.</summary>
    protected virtual int Racers => 32;

    /// <summary>How often a race is run: one round may pass by luck.</summary>
    protected const int Rounds = 10;

    /// <summary>The clock that every opened store must use.</summary>
    protected FakeClock Clock { get; private set; } = new();

    /// <summary>A new store over the same state, with its own connection: what another node would have.</summary>
    /// <returns>The store; give what must be closed to <see cref="Closing{T}"/>.</returns>
    protected abstract TStore Open();

    /// <summary>Begins each test with a fresh clock, and with threads enough for every racer.</summary>
    [SetUp]
    public void BeginContract()
    {
        Clock = new FakeClock();
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, 128), completions);
    }

    /// <summary>Closes what the test opened.</summary>
    [TearDown]
    public void EndContract()
    {
        while (_closing.TryTake(out var resource))
        {
            resource.Dispose();
        }
    }

    /// <summary>Keeps a resource, such as a context, until the end of the test.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>The same resource.</returns>
    protected T Closing<T>(T resource)
        where T : IDisposable
    {
        _closing.Add(resource);
        return resource;
    }

    /// <summary>Lets every racer open a store, warm it up, wait at the gate, and then act at once.</summary>
    /// <typeparam name="T">What an act answers.</typeparam>
    /// <param name="warmUp">Opens the connection and compiles the query, without touching what is raced for.</param>
    /// <param name="act">What is raced for.</param>
    /// <returns>The answers of all racers.</returns>
    protected Task<T[]> RaceAsync<T>(Func<TStore, Task> warmUp, Func<TStore, int, Task<T>> act) => RaceAsync(Racers, warmUp, act);

    /// <summary>The same with so many racers.</summary>
    /// <typeparam name="T">What an act answers.</typeparam>
    /// <param name="racers">How many.</param>
    /// <param name="warmUp">Opens the connection and compiles the query, without touching what is raced for.</param>
    /// <param name="act">What is raced for.</param>
    /// <returns>The answers of all racers.</returns>
    protected async Task<T[]> RaceAsync<T>(int racers, Func<TStore, Task> warmUp, Func<TStore, int, Task<T>> act)
    {
        ArgumentNullException.ThrowIfNull(warmUp);
        ArgumentNullException.ThrowIfNull(act);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stores = Enumerable.Range(0, racers).Select(_ => Open()).ToList();
        foreach (var store in stores)
        {
            await warmUp(store);
        }

        var running = stores.Select((store, racer) => Task.Run(async () =>
        {
            await start.Task;
            return await act(store, racer);
        })).ToList();
        start.SetResult();
        return await Task.WhenAll(running);
    }
}
