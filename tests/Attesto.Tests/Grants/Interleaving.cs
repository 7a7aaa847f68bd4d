namespace Attesto.Tests.Grants;

/// <summary>Runs operations on one thread and decides at every statement whose turn it is: a schedule is a function of its seed.</summary>
internal sealed class Interleaving(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Waits for its turn. Called before every statement that a database would run.</summary>
    public Task TurnAsync()
    {
        var turn = new TaskCompletionSource();
        _waiting.Add(turn);
        return turn.Task;
    }

    public int Next(int below) => _random.Next(below);

    /// <summary>Starts all, then lets one after the other take a step, in random order, until all are done.</summary>
    public async Task<T[]> RunAsync<T>(IReadOnlyCollection<Func<Task<T>>> operations)
    {
        var running = operations.Select(operation => operation()).ToList();
        while (_waiting.Count > 0)
        {
            var chosen = _random.Next(_waiting.Count);
            var turn = _waiting[chosen];
            _waiting.RemoveAt(chosen);
            turn.SetResult(); // the operation runs on from here, up to its next statement
        }

        Assert(running.TrueForAll(task => task.IsCompleted));
        return await Task.WhenAll(running);
    }

    private static void Assert(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("an operation left the schedule: something in it is truly asynchronous");
        }
    }
}
