using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>Hands events to the host's sinks, off the response path: a sink that throws, hangs or is slow cannot break, delay or alter an answer.
/// At shutdown what is queued is still delivered.</summary>
internal sealed partial class EventPublisher(IServiceScopeFactory scopes, TimeProvider clock, RefusalLog refusals, ILogger<EventPublisher> logger) : BackgroundService
{
    private const int Capacity = 10_000;

    /// <summary>How long one sink may take over one event before the next one is served.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long a sink that took too long is left alone, so that the others do not wait for it with every event.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<object, DateTimeOffset> _resting = new();
    private readonly Channel<ServerEvent> _queue = Channel.CreateBounded<ServerEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public void Publish(ImmutableArray<ServerEvent> events)
    {
        if (events.IsDefaultOrEmpty)
        {
            return;
        }

        foreach (var serverEvent in events)
        {
            Telemetry.Count(serverEvent);
            refusals.Tell(serverEvent);
            if (!_queue.Writer.TryWrite(serverEvent))
            {
                Telemetry.CountDropped();
                LogDropped(serverEvent.Name, serverEvent.ClientId, Capacity); // the sinks are far behind: say so rather than hold memory or answers
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } delivery)
        {
            await delivery.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken cancellationToken) => BackgroundWork.RunAsync(RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            if (Resolve(scope.ServiceProvider) is not { Length: > 0 } sinks)
            {
                DiscardQueued();
                continue;
            }

            while (_queue.Reader.TryRead(out var serverEvent))
            {
                await Task.WhenAll(Array.ConvertAll(sinks, sink => DeliverAsync(sink, serverEvent, cancellationToken)));
            }
        }
    }

    private IEventSink[] Resolve(IServiceProvider services)
    {
        try
        {
            return [.. services.GetServices<IEventSink>()];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, nameof(IEventSink));
            return [];
        }
    }

    private void DiscardQueued()
    {
        while (_queue.Reader.TryRead(out _))
        {
        }
    }

    private async Task DeliverAsync(IEventSink sink, ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        var identity = sink is EventDelegate ? (object)sink : sink.GetType(); // a scoped sink is a new instance each time
        if (_resting.TryGetValue(identity, out var until) && clock.GetUtcNow() < until)
        {
            Telemetry.CountDropped();
            return;
        }

        try
        {
            // Task.Run: a sink that blocks its thread must not stop the queue either.
            await Task.Run(() => sink.PublishAsync(serverEvent, cancellationToken).AsTask(), CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        }
        catch (TimeoutException e)
        {
            _resting[identity] = clock.GetUtcNow() + Rest;
            LogHanging(e, sink.GetType().Name, Patience, Rest);
        }
        catch (Exception e)
        {
            LogFailed(e, sink.GetType().Name);
        }
    }

    [LoggerMessage(10, LogLevel.Error, "The event {Name} of client {ClientId} was dropped: {Capacity} events wait for the sinks.")]
    private partial void LogDropped(EventName name, string? clientId, int capacity);

    [LoggerMessage(12, LogLevel.Error, "The event sink {Sink} took longer than {Patience}; it receives nothing for {Rest}.")]
    private partial void LogHanging(Exception e, string sink, TimeSpan patience, TimeSpan rest);

    [LoggerMessage(11, LogLevel.Error, "The event sink {Sink} failed.")]
    private partial void LogFailed(Exception e, string sink);
}
