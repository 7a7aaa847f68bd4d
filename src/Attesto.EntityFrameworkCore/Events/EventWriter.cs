using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attesto.EntityFrameworkCore;

/// <summary>Writes events to the <see cref="IEventStore"/>, off every request: they wait in memory, bounded, and go in batches. While the database is away it tries again
/// and again, resting longer each time. At shutdown what waits is still written.</summary>
internal sealed partial class EventWriter : IDurableEventSink, IHostedLifecycleService, IDisposable
{
    /// <summary>How many may wait.</summary>
    public const int Capacity = 10_000;

    private const int BatchSize = 100;
    private const int Attempts = 3; // at a batch that the database is there for, and refuses; then at each event by itself
    private const int LastAttempt = 10; // after a minute and a half

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(200); // so that a batch is more than one
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PatienceOfRequests = TimeSpan.FromSeconds(5);

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventWriter> _logger;
    private readonly Func<ServerEvent, bool> _keeps;
    private readonly EventQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;

    private Task? _writing;
    private bool _isDisposed;

    public EventWriter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<EventWriter> logger, Func<ServerEvent, bool>? keeps = null, int capacity = Capacity) =>
        (_scopes, _clock, _logger, _keeps, _queue, _stopping) = (scopes, clock, logger, keeps ?? IsNoRoutine, new EventQueue(capacity, logger), _stop.Token);

    public ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        if (_keeps(serverEvent))
        {
            _queue.Add(StoredEvent.Of(serverEvent, _clock.GetUtcNow()));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask KeepAsync(ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        if (!_keeps(serverEvent))
        {
            return;
        }

        var told = StoredEvent.Of(serverEvent, _clock.GetUtcNow());
        try
        {
            await AddAsync([told], PatienceOfRequests, cancellationToken);
        }
        catch (Exception fault) when (_writing is not null) // by its id it is kept once, whatever became of the attempt
        {
            LogWaits(fault, told.Name);
            _queue.Add(told);
        }
        catch
        {
            EventMetrics.Lost(1, "stopped"); // a command, whose process is about to end
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After every other service has stopped, and told its last.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        if (!_isDisposed)
        {
            await _stop.CancelAsync();
        }

        if (_writing is { } writing)
        {
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true)) // of each service that it is registered as
        {
            _queue.Close();
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        while (await _queue.WaitAsync(CancellationToken.None))
        {
            await RestAsync(Linger);
            for (var taken = BatchSize; taken == BatchSize;) // whoever waits behind a whole batch has waited
            {
                var batch = _queue.Take(BatchSize);
                taken = batch.Count;
                await WriteAsync(batch);
            }
        }

        _queue.TellLost();
    }

    private async Task WriteAsync(List<StoredEvent> batch)
    {
        var rest = FirstRest;
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            try
            {
                await AddAsync(batch, Patience, CancellationToken.None);
                _queue.TellLost();
                return;
            }
            catch (Exception fault)
            {
                if (attempt == 1)
                {
                    LogAway(fault, batch.Count);
                }

                if (_stopping.IsCancellationRequested)
                {
                    _queue.Lose(batch.Count, "stopped");
                    return;
                }

                if (!IsAway(fault) && attempt >= Attempts)
                {
                    batch = await WriteEachAsync(batch, attempt >= LastAttempt);
                }
            }

            if (batch.Count == 0)
            {
                _queue.TellLost();
                return;
            }

            await RestAsync(rest);
            rest = rest < LongestRest / 2 ? rest * 2 : LongestRest;
        }
    }

    // One that the database refuses does not take the others with it. Where it takes none, such as without the table, more is wrong than an event: they wait.
    private async Task<List<StoredEvent>> WriteEachAsync(List<StoredEvent> batch, bool isLast)
    {
        var refused = new List<(StoredEvent Told, Exception Fault)>();
        for (var at = 0; at < batch.Count; at++)
        {
            try
            {
                await AddAsync([batch[at]], Patience, CancellationToken.None);
            }
            catch (Exception fault) when (IsAway(fault))
            {
                return [.. refused.Select(each => each.Told), .. batch[at..]];
            }
            catch (Exception fault)
            {
                refused.Add((batch[at], fault));
            }
        }

        if (refused.Count == batch.Count && !isLast)
        {
            return batch;
        }

        foreach (var (told, fault) in refused)
        {
            LogRefused(fault, told.Name);
            _queue.Lose(1, "refused");
        }

        return [];
    }

    // What machines repeat would be nearly all of the rows: each call of an API, and each refresh, of which the grant knows the last.
    private static bool IsNoRoutine(ServerEvent told) => told is not (
        { Name: EventName.AuthSucceeded or EventName.RefreshRotated } or { Name: EventName.TokenIssued, GrantType: GrantTypes.RefreshToken });

    private static bool IsAway(Exception fault) => fault is OperationCanceledException || Dependency.IsUnavailable(fault);

    private async Task AddAsync(List<StoredEvent> events, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(patience);
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEventStore>().AddAsync(events, late.Token);
        EventMetrics.Wrote(events.Count);
    }

    private async Task RestAsync(TimeSpan rest)
    {
        if (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(rest, _clock, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(22, LogLevel.Warning, "{Count} events could not be written; they wait, and are tried again.")]
    private partial void LogAway(Exception fault, int count);

    [LoggerMessage(23, LogLevel.Error, "The event {Name} was refused by the database.")]
    private partial void LogRefused(Exception fault, string name);

    [LoggerMessage(24, LogLevel.Warning, "The event {Name} could not be written at once; it waits.")]
    private partial void LogWaits(Exception fault, string name);
}
